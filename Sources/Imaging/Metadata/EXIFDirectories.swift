/// Where a photo's facts lie: the directories of EXIF, each with the block that its offsets count in.
struct EXIFDirectories {
  struct Part {
    var tiff: TIFF
    var entries: TIFF.Directory
  }

  /// Of the picture as such, of how it was taken, and where. The last two may be empty.
  var main, shot, place: Part

  /// - Parameter block: from its TIFF header on.
  init?(block: ArraySlice<UInt8>) {
    guard let tiff = TIFF(bytes: block) else { return nil }
    let entries = tiff.mainDirectory
    main = Part(tiff: tiff, entries: entries)
    shot = Part(tiff: tiff, entries: tiff.directory(entries[0x8769]))
    place = Part(tiff: tiff, entries: tiff.directory(entries[0x8825]))
  }

  /// Of Canon's CR3, which has a block for each of the three in a box of its own: CMT1, CMT2 and CMT4 in a `uuid` box
  /// of `moov`.
  init?(canon bytes: [UInt8]) {
    guard let movie = Boxes(bytes[...]).first(where: { $0.type == "moov" }) else { return nil }
    // The sixteen bytes of the `uuid` itself come first.
    let own = Boxes(bytes[movie.content]).filter { $0.type == "uuid" && $0.content.count > 16 }
    let boxes = own.flatMap { Array(Boxes(bytes[$0.content].dropFirst(16))) }
    func part(_ type: String) -> Part? {
      boxes.first { $0.type == type }.flatMap { TIFF(bytes: bytes[$0.content]) }.map {
        Part(tiff: $0, entries: $0.mainDirectory)
      }
    }
    guard let first = part("CMT1") else { return nil }
    main = first
    shot = part("CMT2") ?? Part(tiff: first.tiff, entries: [:])
    place = part("CMT4") ?? Part(tiff: first.tiff, entries: [:])
  }
}
