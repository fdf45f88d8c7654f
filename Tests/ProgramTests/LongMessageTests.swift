import Foundation
import Testing

/// What comes from outside does not make a message of any length.
@Suite struct LongMessageTests {
  @Test(arguments: [
    "facetui faces $long", "facetui faces --pack $long '\(Program.drawn.path)/2019/beach_alf.jpg'",
    "facetui find --query $long .", "facetui learn --labels $long .", "facetui index --workers $long .",
    "printf 'photo,person,face\\na.jpg,Ann,%s\\n' $long > l.csv; facetui learn --labels l.csv .",
  ])
  func `long arguments and fields are cut in messages`(script: String) throws {
    let outcome = try Program().run(script: "long=9$(printf '%0100000d' 7); \(script)")
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
    #expect(outcome.errors.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 2001 })
    #expect(outcome.errors.contains("…"))
  }
}
