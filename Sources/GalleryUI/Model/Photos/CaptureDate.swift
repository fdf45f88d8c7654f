/// When a photo was taken, by the camera's clock, as a number of 40 bits that grows with time.
struct CaptureDate: Sendable, Equatable {
  let rawValue: UInt64

  static let earliest = CaptureDate(rawValue: 0)
  static let latest = CaptureDate(rawValue: 1 << 40 - 2)

  init(rawValue: UInt64) { self.rawValue = rawValue }

  init(year: Int, month: Int = 0, day: Int = 0, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    let fields = [(month, 4), (day, 5), (hour, 5), (minute, 6), (second, 6)]
    rawValue = fields.reduce(UInt64(year & 0x3FFF)) { $0 << UInt64($1.1) | UInt64($1.0 & (1 << $1.1 - 1)) }
  }

  /// - Parameter text: "YYYY-MM-DD HH:MM:SS"; nil where it is something else.
  init?(_ text: String) {
    var fields = [0, 0, 0, 0, 0, 0]
    var (field, digits) = (0, 0)
    for byte in text.utf8 {
      if byte &- 0x30 < 10 {
        fields[field] = min(9999, fields[field] * 10 + Int(byte - 0x30))
        digits += 1
      } else {
        field += 1
        guard field < 6 else { return nil }
      }
    }
    guard digits == 14 else { return nil }
    self.init(
      year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4], second: fields[5])
  }

  var month: Month { Month(rawValue: UInt32(rawValue >> 22)) }

  /// A month of a year.
  struct Month: Sendable, Equatable {
    let rawValue: UInt32

    private static let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]

    /// "June 2021"
    var name: String {
      let (year, month) = (Int(rawValue >> 4), Int(rawValue & 15))
      return Self.names.indices.contains(month - 1) ? "\(Self.names[month - 1]) \(year)" : "\(year)"
    }
  }
}

extension CaptureDate {
  /// A year, a month or a day as the user writes it: 2021, 2021-06, 2021-06-15.
  static func span(_ text: Substring) -> ClosedRange<UInt64>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.allSatisfy { $0.isASCII && $0.isNumber } ? Int($0) : nil }
    guard (1...3).contains(parts.count), numbers.count == parts.count, parts[0].count == 4,
      numbers.count < 2 || (1...12).contains(numbers[1]),
      numbers.count < 3 || (1...days(of: numbers[1], in: numbers[0])).contains(numbers[2])
    else { return nil }
    let start = CaptureDate(
      year: numbers[0], month: numbers.count > 1 ? numbers[1] : 0, day: numbers.count > 2 ? numbers[2] : 0)
    let open = UInt64([26, 22, 17][numbers.count - 1])
    return start.rawValue...start.rawValue | (1 << open - 1)
  }

  /// - Parameter month: 1 to 12.
  private static func days(of month: Int, in year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}
