import ArgumentParser
import Faces

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the model packs that can be used, with their licences.")

  func run() throws {
    let found = ModelPack.available()
    for entry in found {
      switch entry.pack {
      case .success(let pack):
        try emit(lines: ["\(pack.name) \(pack.version)", "  licence  \(pack.licence)", "  folder   \(pack.folder)"])
      case .failure(let error): complain("facetui: \(error)")
      }
    }
    if found.isEmpty { throw PackError.notFound("of any name", searched: ModelPack.searchPath) }
  }
}
