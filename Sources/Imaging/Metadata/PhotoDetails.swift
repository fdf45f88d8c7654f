/// What a photo's EXIF block tells of how, when and where it was taken (CIPA DC-008); nil for what it does not tell, or
/// what cannot be true.
public struct PhotoDetails: Sendable, Equatable {
  /// Degrees.
  public struct Place: Sendable, Equatable {
    /// -90 to 90, north positive.
    public var latitude: Double
    /// -180 to 180, east positive.
    public var longitude: Double

    public init(latitude: Double, longitude: Double) {
      self.latitude = latitude
      self.longitude = longitude
    }
  }

  /// Whether the file has an EXIF block at all.
  public var hasEXIF = false
  /// "YYYY-MM-DD HH:MM:SS", the camera's local time.
  public var captured: String?
  /// At most 200 characters each, as the camera wrote them.
  public var make, model, lens: String?
  /// Seconds.
  public var exposure: Fraction?
  /// The f-number.
  public var aperture: Double?
  public var iso: Int?
  /// Millimetres; the second is what would show as much on 35 mm film.
  public var focalLength, focalLengthOnFilm: Double?
  public var place: Place?
  /// Metres above sea level.
  public var altitude: Double?
  /// 1-8, as stored in the file.
  public var orientation: Int?

  public init() {}

  /// - Parameter bytes: of a file in any format that is read; of a JPEG, at least its beginning.
  public init(photo bytes: [UInt8]) { self.init(FileFormat(bytes).decoder?.exif(in: bytes)) }

  /// - Parameter bytes: of a JPEG file, at least its beginning.
  init(jpeg bytes: [UInt8]) { self.init(JPEG.exif(in: bytes)) }

  /// Whether EXIF may stand behind the pixels of a file that begins like this, so that all of it has to be read.
  public static func mayFollowPixels(_ beginning: [UInt8]) -> Bool {
    FileFormat(beginning).decoder.map { $0 != JPEG.self } ?? false
  }

  init(_ directories: EXIFDirectories?) {
    guard let directories else { return }
    let main = directories.main
    hasEXIF = !main.entries.isEmpty
    captured = EXIF(directories).captured
    make = Self.text(main.entries[0x010F], main.tiff)
    model = Self.text(main.entries[0x0110], main.tiff)
    orientation = main.entries[0x0112].flatMap(main.tiff.integer).flatMap { (1...8).contains($0) ? $0 : nil }
    readShot(directories.shot.entries, directories.shot.tiff)
    readPlace(directories.place.entries, directories.place.tiff)
  }

  private mutating func readShot(_ entries: TIFF.Directory, _ tiff: TIFF) {
    func fraction(_ tag: Int, _ most: Double) -> Fraction? {
      entries[tag].flatMap(tiff.fractions)?.first.flatMap { $0.numerator > 0 && $0.value <= most ? $0 : nil }
    }
    lens = Self.text(entries[0xA434], tiff)
    exposure = fraction(0x829A, 1e6)
    aperture = fraction(0x829D, 1000)?.value
    focalLength = fraction(0x920A, 100_000)?.value
    focalLengthOnFilm = entries[0xA405].flatMap(tiff.firstInteger).flatMap { $0 > 0 ? Double($0) : nil }
    // 65,535 stands for a number that is too large for the first of the two.
    let sensitivity = entries[0x8827].flatMap(tiff.firstInteger)
    let iso = sensitivity == 65_535 ? entries[0x8833].flatMap(tiff.firstInteger) ?? sensitivity : sensitivity
    self.iso = iso.flatMap { $0 > 0 ? $0 : nil }
  }

  private mutating func readPlace(_ entries: TIFF.Directory, _ tiff: TIFF) {
    let latitude = Self.angle(entries[1], entries[2], positive: "N", negative: "S", most: 90, tiff)
    let longitude = Self.angle(entries[3], entries[4], positive: "E", negative: "W", most: 180, tiff)
    if let latitude, let longitude { place = Place(latitude: latitude, longitude: longitude) }
    guard let height = entries[6].flatMap(tiff.fractions)?.first?.value, height <= 100_000 else { return }
    altitude = entries[5].flatMap(tiff.firstInteger) == 1 ? -height : height
  }

  /// Degrees, minutes and seconds; without the hemisphere they are no place.
  private static func angle(
    _ reference: TIFF.Entry?, _ values: TIFF.Entry?, positive: String, negative: String, most: Double, _ tiff: TIFF
  ) -> Double? {
    guard let hemisphere = reference.flatMap(tiff.text)?.uppercased(), hemisphere == positive || hemisphere == negative,
      let parts = values.flatMap(tiff.fractions)?.map(\.value), parts.count == 3, parts[1] <= 60, parts[2] <= 60
    else { return nil }
    let angle = parts[0] + parts[1] / 60 + parts[2] / 3600
    guard angle <= most else { return nil }
    return hemisphere == negative ? -angle : angle
  }

  private static func text(_ entry: TIFF.Entry?, _ tiff: TIFF) -> String? {
    guard let text = entry.flatMap(tiff.text)?.prefix(200) else { return nil }
    let words = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return words.isEmpty ? nil : String(words)
  }
}
