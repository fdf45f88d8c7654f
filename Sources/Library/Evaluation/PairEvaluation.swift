import Faces
import Synchronization
import SystemPackage

/// The scores of a list of pairs. A pair of which a picture gave no face scores -1, so that it counts as two people.
public struct PairEvaluation: Sendable {
  /// What of a picture goes to the recogniser.
  public enum PictureUse: String, Sendable, Codable {
    /// The face nearest the middle that the detector finds (`FaceChoice.central`), aligned by its five points.
    case centralFace
    /// The largest face.
    case largestFace
    /// All of it, stretched to the recogniser's input.
    case whole

    public init(_ choice: FaceChoice) { self = choice == .central ? .centralFace : .largestFace }

    fileprivate var choice: FaceChoice { self == .largestFace ? .largest : .central }
  }

  public enum Finding: Sendable, Equatable {
    /// - Parameter count: of the faces in the picture, of which this was chosen.
    case face(DetectedFace, count: Int)
    case noFace
    case unreadable(String)

    public var face: DetectedFace? {
      if case .face(let face, _) = self { face } else { nil }
    }
  }

  public let list: PairList
  /// Where relative paths of the list begin.
  public let root: FilePath
  /// By path as the list has it.
  public let findings: [FilePath: Finding]
  /// One a pair: the cosine, -1 to 1.
  public let scores: [Float]
  /// Whether both pictures of a pair gave a face.
  public let isComplete: [Bool]
  public let curve: VerificationCurve
  /// Nil where a fold lacks a kind of pairs.
  public let folds: FoldAccuracy?

  /// Looks at each picture once.
  /// - Parameters:
  ///   - workers: pictures that are looked at side by side.
  ///   - progress: called with the number of pictures done and of all, on any thread.
  /// - Throws: `.pack` and `.network` where the pack does not work, `.file` with the list's root where no picture gave a
  ///   face: then the scores would mean nothing.
  public init(
    _ list: PairList, root: FilePath, pack: ModelPack, use: PictureUse = .centralFace, workers: Int,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws {
    let networks = SharedNetworks()
    try await self.init(list, root: root, choice: use.choice, workers: workers, progress: progress) {
      () throws(FaceError) in
      let analyser = try FaceAnalyser(pack: pack, networks: networks)
      if use == .whole { return WholePictureAnalyser(analyser: analyser) }
      return analyser
    }
  }

  init(
    _ list: PairList, root: FilePath, choice: FaceChoice = .central, workers: Int,
    progress: @escaping @Sendable (Int, Int) -> Void, makeAnalyser: @escaping AnalyserFactory
  ) async throws {
    var seen: Set<FilePath> = []
    let paths = list.pairs.flatMap { [$0.first, $0.second] }.filter { seen.insert($0).inserted }
    let survey = PictureSurvey(paths, root: root, choice: choice, progress: progress, makeAnalyser: makeAnalyser)
    self.init(list, root: root, findings: try await survey.run(workers: workers))
    if !findings.values.contains(where: { $0.face != nil }) {
      let readable = findings.values.count { $0 == .noFace }
      throw LibraryError.file(
        root.text,
        reason: readable > 0
          ? "no face was found in any of the \(findings.count) pictures"
          : "none of the \(findings.count) pictures can be read there; the paths of the list begin in this folder")
    }
  }

  init(_ list: PairList, root: FilePath, findings: [FilePath: Finding]) {
    self.list = list
    self.root = root
    self.findings = findings
    let scores: [Float?] = list.pairs.map { pair in
      guard let first = findings[pair.first]?.face, let second = findings[pair.second]?.face else { return nil }
      return min(max(zip(first.embedding, second.embedding).reduce(0) { $0 + $1.0 * $1.1 }, -1), 1)
    }
    self.scores = scores.map { $0 ?? -1 }
    isComplete = scores.map { $0 != nil }
    let isSame = list.pairs.map(\.isSame)
    curve = VerificationCurve(scores: self.scores, isSame: isSame)
    folds = FoldAccuracy(scores: self.scores, isSame: isSame, folds: list.folds)
  }

  /// Of the pairs whose pictures both gave a face; nil where there are none.
  public func meanScore(isSame: Bool) -> Double? {
    let chosen = list.pairs.indices.filter { list.pairs[$0].isSame == isSame && isComplete[$0] }
    return chosen.isEmpty ? nil : chosen.reduce(0) { $0 + Double(scores[$1]) } / Double(chosen.count)
  }

  /// - Parameter path: as the list has it.
  public func file(_ path: FilePath) -> FilePath { root.resolving(path) }
}

extension FilePath {
  fileprivate func resolving(_ path: FilePath) -> FilePath { path.isAbsolute ? path : appending(path.components) }
}

private struct WholePictureAnalyser: PhotoAnalysing {
  let analyser: FaceAnalyser

  func analyse(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis { try analyser.analyseWhole(bytes) }
}

/// Looks at pictures side by side.
private final class PictureSurvey: Sendable {
  private struct State {
    var next = 0
    var findings: [FilePath: PairEvaluation.Finding] = [:]
  }

  private let paths: [FilePath]
  private let root: FilePath
  private let choice: FaceChoice
  private let progress: @Sendable (Int, Int) -> Void
  private let makeAnalyser: AnalyserFactory
  private let state = Mutex(State())

  init(
    _ paths: [FilePath], root: FilePath, choice: FaceChoice, progress: @escaping @Sendable (Int, Int) -> Void,
    makeAnalyser: @escaping AnalyserFactory
  ) {
    self.paths = paths
    self.root = root
    self.choice = choice
    self.progress = progress
    self.makeAnalyser = makeAnalyser
  }

  func run(workers: Int) async throws -> [FilePath: PairEvaluation.Finding] {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, min(workers, paths.count)) { group.addTask { try self.work() } }
      try await group.waitForAll()
    }
    return state.withLock { $0.findings }
  }

  private func work() throws(LibraryError) {
    do throws(FaceError) {
      let analyser = try makeAnalyser()
      while !Task.isCancelled, let path = take() {
        let finding = try look(root.resolving(path), analyser)
        let done = state.withLock { state in
          state.findings[path] = finding
          return state.findings.count
        }
        progress(done, paths.count)
      }
    } catch {
      throw LibraryError(error)
    }
  }

  private func take() -> FilePath? {
    state.withLock { state in
      guard state.next < paths.count else { return nil }
      state.next += 1
      return paths[state.next - 1]
    }
  }

  private func look(_ file: FilePath, _ analyser: any PhotoAnalysing) throws(FaceError) -> PairEvaluation.Finding {
    let bytes: FileBytes
    do { bytes = try FileReader.read(file) } catch { return .unreadable(error.reason) }
    do throws(FaceError) {
      let analysis = try analyser.analyse(bytes.bytes)
      let faces = analysis.faces
      let chosen = choice.index(of: faces.map(\.box), width: analysis.width, height: analysis.height)
      return chosen.map { .face(faces[$0], count: faces.count) } ?? .noFace
    } catch {
      if case .image(let error) = error { return .unreadable(error.description) }
      throw error
    }
  }
}

extension LibraryError {
  init(_ error: FaceError) {
    self = if case .pack(let error) = error { .pack(error) } else { .network(error.description) }
  }
}
