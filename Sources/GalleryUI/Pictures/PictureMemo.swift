import Imaging
import TerminalUI

/// Pictures as cells, kept from one frame to the next: finding the best symbols takes longer than drawing them. For one
/// thread.
public final class PictureMemo {
  /// Pixels in memory that nobody changes while the memo holds them.
  private struct Key: Hashable {
    let address: UnsafeRawPointer?
    let width, height: Int
    let style: PictureStyle
  }

  private struct Entry {
    let image: PixelImage
    let cells: Grid
    var lastUse: Int
  }

  /// A photo with its faces marked.
  private struct MarkedImage {
    let source: PixelImage
    let marks: [FaceMarks.Mark]?
    let image: PixelImage
  }

  private static let capacity = 600
  private var entries: [Key: Entry] = [:]
  private var marked: MarkedImage?
  private var clock = 0

  public init() {}

  func cells(of image: PixelImage, as style: PictureStyle) -> Grid {
    clock += 1
    let key = key(image, style)
    if let entry = entries[key] {
      entries[key]?.lastUse = clock
      return entry.cells
    }
    let cells = Grid(width: image.width, height: image.height, pixels: image.pixels, as: style)
    if entries.count >= Self.capacity { evict() }
    entries[key] = Entry(image: image, cells: cells, lastUse: clock)
    return cells
  }

  /// The image in a layout's size with marks on it.
  func marked(_ image: PixelImage, _ marks: FaceMarks?, _ layout: PhotoLayout) -> PixelImage {
    if let marked, isSame(marked.source, image), marked.marks == marks?.marks, layout.fits(marked.image) {
      return marked.image
    }
    var new = layout.fits(image) ? image : image.resized(width: layout.imageWidth, height: layout.imageHeight)
    marks?.draw(on: &new, layout.style, blocks: layout.blockCount)
    marked = MarkedImage(source: image, marks: marks?.marks, image: new)
    return new
  }

  private func isSame(_ a: PixelImage, _ b: PixelImage) -> Bool {
    a.width == b.width && a.height == b.height
      && a.pixels.withUnsafeBytes(\.baseAddress) == b.pixels.withUnsafeBytes(\.baseAddress)
  }

  private func key(_ image: PixelImage, _ style: PictureStyle) -> Key {
    let address = image.pixels.withUnsafeBytes(\.baseAddress)
    return Key(address: address, width: image.width, height: image.height, style: style)
  }

  private func evict() {
    let oldest = entries.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(Self.capacity / 4)
    for (key, _) in oldest { entries[key] = nil }
  }
}
