import ArgumentParser
import Faces
import Library
import SystemPackage

/// The pack and the cache, for every command that looks at photos.
struct PackArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Use this model pack: a name, or a folder with a pack.json.", valueName: "name|dir"))
  var pack: String?

  @Option(help: ArgumentHelp("Keep the cache in this folder instead of ~/.cache/facetui.", valueName: "dir"))
  var cache: String?

  func load() throws -> ModelPack { try ModelPack.load(pack) }

  var options: LibraryOptions {
    var options = LibraryOptions()
    options.cacheDirectory = cache.map { FilePath($0) }
    return options
  }
}

/// A folder of photos.
struct LibraryArguments: ParsableArguments {
  @Argument(help: "The folder with the photos.", completion: .directory)
  var folder: String = "."

  @Option(help: ArgumentHelp("Leave out paths that match this pattern; may be given several times.", valueName: "glob"))
  var exclude: [String] = []

  @Option(help: "Photos to look at in parallel.")
  var workers: Int = 2

  @OptionGroup var pack: PackArguments

  func validate() throws {
    guard (1...64).contains(workers) else { throw ValidationError("--workers must be between 1 and 64.") }
  }

  /// Opens the folder's library and passes on what the user should know about its cache.
  /// - Parameters:
  ///   - corrected: whether what was learnt in the folder is used.
  ///   - requiresCache: whether a cache that cannot be written is an error.
  ///   - folder: nil for the one that the user named.
  func open(
    corrected: Bool = true, requiresCache: Bool = false, folder: FilePath? = nil
  ) throws -> PhotoLibrary {
    var options = pack.options
    options.exclude = exclude
    options.usesCorrection = corrected
    options.requiresCache = requiresCache
    let library = try PhotoLibrary(folder: folder ?? FilePath(self.folder), pack: pack.load(), options: options)
    if let notice = library.newNotice() { complain("facetui: \(notice)") }
    return library
  }
}
