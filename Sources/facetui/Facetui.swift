import ArgumentParser

@main
struct Facetui: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Find the photos of a person in a folder.")
}
