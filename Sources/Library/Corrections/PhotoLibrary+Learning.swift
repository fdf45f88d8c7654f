import Foundation
import Learning
import SystemPackage

/// What `PhotoLibrary.learn` did.
public struct LearningReport: Sendable {
  /// Whom and what it learnt from.
  public var people = 0
  public var faces = 0
  /// Faces of the library that nobody has confirmed, or whose person has too few.
  public var unconfirmed = 0
  /// A sentence for each label or person that could not be used.
  public var leftOut: [String] = []
  public var outcome: CorrectionLearning.Outcome
  /// Where the correction was stored; nil where it was refused.
  public var file: FilePath?
}

extension PhotoLibrary {
  /// Learns a correction from confirmed faces and stores it for the next time that the folder is opened, where held-out
  /// faces say that it helps. One that was stored before is replaced, but by a better one only.
  /// - Throws: `.file` where a label names no photo of the folder or two people for one face, or where the correction
  ///   cannot be stored; `.learning` where there are too few faces; `.cache`.
  public func learn(from labels: [ConfirmedFace], threads: Int = 2) throws(LibraryError) -> LearningReport {
    let file = try correctionFile()
    let confirmed = try ConfirmedEmbeddings(labels, in: uncorrectedContents(), of: self)
    let outcome = CorrectionLearning(resemblance: pack.thresholds.everything, threads: threads)
      .run(confirmed.embeddings, unconfirmed: confirmed.unconfirmed)
    var report = LearningReport(
      people: confirmed.embeddings.personCount, faces: confirmed.embeddings.count,
      unconfirmed: confirmed.unconfirmed.count / confirmed.embeddings.dimensions, leftOut: confirmed.leftOut,
      outcome: outcome)
    guard let projection = outcome.projection else { return report }
    try file.save(
      Correction(
        packName: pack.name, learnt: Self.today, people: report.people, faces: report.faces, before: outcome.before,
        after: outcome.after, pack: pack.identity, projection: projection))
    report.file = file.path
    return report
  }

  private static var today: String { Date.now.formatted(.iso8601.year().month().day()) }

  /// Removes a folder's correction; the folder itself need no longer be there.
  /// - Returns: whether there was one.
  public static func forgetCorrection(
    folder: FilePath, options: LibraryOptions = LibraryOptions()
  ) throws(LibraryError) -> Bool {
    let path = (try? folder.canonical()) ?? folder.absolute ?? folder
    return try CorrectionFile(folder: path, dataDirectory: options.dataFolder()).remove()
  }
}

/// The embeddings that labels stand for, and all others.
struct ConfirmedEmbeddings {
  private(set) var embeddings: LabelledEmbeddings
  /// By the number of their person in `embeddings`.
  private(set) var names: [String] = []
  private(set) var unconfirmed: [Float] = []
  private(set) var leftOut: [String] = []

  init(_ labels: [ConfirmedFace], in contents: LibraryContents, of library: PhotoLibrary) throws(LibraryError) {
    embeddings = LabelledEmbeddings(dimensions: max(1, contents.dimensions))
    let people = try resolve(labels, in: contents, of: library)
    var used: Set<FaceID> = []
    for (person, faces) in people.sorted(by: { $0.key < $1.key }) {
      guard faces.count >= CorrectionLearning.leastFacesPerPerson else {
        leftOut.append(
          "\(person) has \(faces.count) confirmed faces; \(CorrectionLearning.leastFacesPerPerson) are needed")
        continue
      }
      for face in faces {
        guard let embedding = contents.embedding(of: face) else { continue }
        embeddings.append(embedding, person: names.count)
        used.insert(face)
      }
      names.append(person)
    }
    guard names.count >= CorrectionLearning.leastPeople else {
      throw .learning(
        "there \(names.count == 1 ? "is" : "are") \(plural(names.count, "person", "people")) with at least "
          + "\(CorrectionLearning.leastFacesPerPerson) confirmed faces; learning needs \(CorrectionLearning.leastPeople)"
          + leftOut.prefix(5).map { ". \($0)" }.joined())
    }
    for photo in contents.photos {
      for face in photo.faces where !used.contains(face.id) { unconfirmed += contents.embedding(of: face.id) ?? [] }
    }
  }

  private mutating func resolve(
    _ labels: [ConfirmedFace], in contents: LibraryContents, of library: PhotoLibrary
  ) throws(LibraryError) -> [String: [FaceID]] {
    var people: [String: [FaceID]] = [:]
    var named: [FaceID: String] = [:]
    for label in labels {
      let file = library.absolute(label.photo).text
      guard let photo = contents.photo(at: label.photo) else {
        throw .file(file, reason: "is named by the labels and not in the folder")
      }
      guard let index = label.face.index(in: photo.faces) else {
        leftOut.append("\(label.photo.text): no face was found where the labels say that \(label.person) is")
        continue
      }
      let face = photo.faces[index].id
      if let other = named[face], other != label.person {
        throw .file(file, reason: "the labels say that face \(index + 1) is both \(other) and \(label.person)")
      }
      if named.updateValue(label.person, forKey: face) == nil { people[label.person, default: []].append(face) }
    }
    return people
  }
}
