import Foundation
import Imaging

private let harness = getenv("FACETUI_FUZZ_TARGET").flatMap { Harness(rawValue: String(cString: $0)) }

/// libFuzzer calls this once, before any file.
@_cdecl("LLVMFuzzerInitialize")
public func prepare(_ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer) -> CInt {
  guard harness != nil else {
    print("FACETUI_FUZZ_TARGET is one of \(Harness.allCases.map(\.rawValue).joined(separator: " "))")
    exit(2)
  }
  PictureLibraries.keepQuiet()
  return 0
}

/// libFuzzer, which has the program's main function, calls this with one file after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func run(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  harness?.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
