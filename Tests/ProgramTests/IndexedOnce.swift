import Testing

/// Gives all tests of a suite one program that knows the drawn photos: they are indexed once.
struct IndexedOnce: SuiteTrait, TestScoping {
  @TaskLocal private static var shared: Program?

  /// The suite's program.
  static var program: Program {
    get throws { try #require(shared, "the suite has no trait .indexedOnce") }
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let program = try Program()
    _ = try program.run("index", Program.drawn.path)
    try await Self.$shared.withValue(program) { try await function() }
  }
}

extension Trait where Self == IndexedOnce {
  static var indexedOnce: Self { Self() }
}
