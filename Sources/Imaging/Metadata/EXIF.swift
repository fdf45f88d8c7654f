/// The few facts that are read from a photo's EXIF block (CIPA DC-008, based on TIFF 6.0).
/// Whatever is damaged or absent keeps its default; nothing is trusted to lie inside the file.
struct EXIF: Equatable {
  /// 1-8.
  var orientation = 1
  /// "YYYY-MM-DD HH:MM:SS": DateTimeOriginal or else DateTimeDigitized; DateTime where the photo has neither.
  var captured: String?

  init() {}

  init(jpeg bytes: [UInt8]) { self.init(JPEG.exif(in: bytes)) }

  init(_ directories: EXIFDirectories?) {
    guard let directories else { return }
    let (main, shot) = (directories.main, directories.shot)
    if let value = main.entries[Tag.orientation].flatMap(main.tiff.integer), (1...8).contains(value) {
      orientation = value
    }
    let times = [Tag.dateTimeOriginal, Tag.dateTimeDigitized].compactMap { shot.entries[$0] }
    // DateTime is when the file was changed last: a photo that says more of itself does not need it.
    let candidates =
      times.isEmpty
      ? [main.entries[Tag.dateTime]].compactMap { $0.flatMap(main.tiff.text) } : times.compactMap(shot.tiff.text)
    captured = candidates.lazy.compactMap(Self.date).first
  }

  private enum Tag {
    static let orientation = 0x0112
    static let dateTime = 0x0132
    static let dateTimeOriginal = 0x9003
    static let dateTimeDigitized = 0x9004
  }

  /// "2024:05:06 07:08:09" as "2024-05-06 07:08:09"; nil for the blanks and zeros of cameras without a clock, for
  /// days that no calendar has, and for years in which nobody took a photo.
  static func date(_ text: String) -> String? {
    let digits = Array(text.utf8)
    guard digits.count >= 19 else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      digits[range].reduce(Int?(0)) { sum, digit in
        guard let sum, (0x30...0x39).contains(digit) else { return nil }
        return sum * 10 + Int(digit - 0x30)
      }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      years.contains(year), (1...12).contains(month), (1...days(in: month, of: year)).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    func field(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
    let date = [field(0..<4), field(5..<7), field(8..<10)].joined(separator: "-")
    let time = [field(11..<13), field(14..<16), field(17..<19)].joined(separator: ":")
    return "\(date) \(time)"
  }

  /// From that of the first photograph on.
  private static let years = 1826...2100

  /// - Parameter month: 1-12.
  private static func days(in month: Int, of year: Int) -> Int {
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    switch month {
    case 2: return isLeapYear ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }
}
