import PathText
import SystemPackage

/// Who is on which photo, from labels as `FaceLabels` reads them; which face it is does not matter here.
public struct AlbumLabels: Sendable {
  /// By path relative to the folder.
  public let people: [FilePath: String]

  /// - Throws: `.file` where it cannot be read, is not of that form, or says that two people are on one photo.
  public init(file: FilePath) throws(LibraryError) {
    var people: [FilePath: String] = [:]
    for label in try FaceLabels(file: file).faces {
      if let other = people.updateValue(label.person, forKey: label.photo), other != label.person {
        throw .file(
          file.text,
          reason:
            "it names both \(other) and \(label.person) for \(label.photo.text); an album has one person for a photo")
      }
    }
    self.people = people
  }
}

/// How well the faces of a labelled album are told apart, each photo's largest face once the query.
public struct AlbumEvaluation: Sendable {
  public private(set) var photos = 0
  public private(set) var faces = 0
  /// Labelled photos in which no face was found; each counts as a query with precision 0.
  public private(set) var withoutFace = 0
  public private(set) var meanAveragePrecision = 0.0
  /// Share of queries whose best photo shows the same person.
  public private(set) var rank1 = 0.0
  /// Share of queries with the same person on one of the best five photos.
  public private(set) var rank5 = 0.0
  /// All pairs of a query and another photo; each two photos are a pair twice, once from either side. Pairs of a photo
  /// without a face score -1.
  public let curve: VerificationCurve

  private struct Labelled {
    let person: String
    let faces: [Face]
  }

  /// - Parameter people: by path relative to the library's folder, which must be indexed.
  public init(_ library: PhotoLibrary, people: [FilePath: String]) throws(LibraryError) {
    let labelled = try Self.labelled(library, people: people)
    var scores: [Float] = []
    var isSame: [Bool] = []
    for query in labelled.indices {
      guard let ranking = Self.ranking(of: query, in: labelled, library: library) else {
        let others = labelled.indices.filter { $0 != query }
        scores += others.map { _ in -1 }
        isSame += others.map { labelled[$0].person == labelled[query].person }
        continue
      }
      meanAveragePrecision += Self.averagePrecision(ranking.map(\.isSame))
      rank1 += ranking.first?.isSame == true ? 1 : 0
      rank5 += ranking.prefix(5).contains(where: \.isSame) ? 1 : 0
      scores += ranking.map(\.score)
      isSame += ranking.map(\.isSame)
    }
    photos = labelled.count
    faces = labelled.reduce(0) { $0 + $1.faces.count }
    withoutFace = labelled.count { $0.faces.isEmpty }
    curve = VerificationCurve(scores: scores, isSame: isSame)
    meanAveragePrecision /= Double(max(1, photos))
    rank1 /= Double(max(1, photos))
    rank5 /= Double(max(1, photos))
  }

  private static func labelled(
    _ library: PhotoLibrary, people: [FilePath: String]
  ) throws(LibraryError) -> [Labelled] {
    var labelled: [Labelled] = []
    for (path, person) in people.sorted(by: { $0.key.string < $1.key.string }) {
      guard let photo = library.photo(at: path) else {
        throw .file(library.absolute(path).text, reason: "is named by the labels and not in the folder")
      }
      labelled.append(Labelled(person: person, faces: photo.faces))
    }
    return labelled
  }

  /// All other photos, best first. Nil where the query photo has no face.
  private static func ranking(
    of query: Int, in labelled: [Labelled], library: PhotoLibrary
  ) -> [(score: Float, isSame: Bool)]? {
    let sizes = labelled[query].faces.map { $0.box.width * $0.box.height }
    guard let largest = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) else { return nil }
    let matches = library.rank(labelled[query].faces[largest].id)
    let scores = Dictionary(uniqueKeysWithValues: matches.filter { $0.standing != .query }.map { ($0.face, $0.score) })
    return labelled.indices.filter { $0 != query }
      .map { other in
        let best = labelled[other].faces.compactMap { scores[$0.id] }.max() ?? -1
        return (best, labelled[other].person == labelled[query].person)
      }
      .sorted { $0.0 > $1.0 }
  }

  /// Mean of the precisions at each relevant place of a ranking.
  static func averagePrecision(_ isRelevant: [Bool]) -> Double {
    var hits = 0
    var sum = 0.0
    for (place, relevant) in isRelevant.enumerated() where relevant {
      hits += 1
      sum += Double(hits) / Double(place + 1)
    }
    return hits == 0 ? 0 : sum / Double(hits)
  }
}
