import ArgumentParser
import Configuration
import Faces
import Library
import SystemPackage

/// The pack and the cache, for every command that looks at photos.
struct PackArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Use this model pack: a name, or a folder with a pack.json.", valueName: "name|dir"))
  var pack: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Keep the cache in this folder instead of ~/.cache/facetui.", valueName: "dir"))
  var cache: FilePath?

  @OptionGroup var configuration: ConfigurationArguments

  var settings: Configuration { configuration.settings }

  /// As another command takes them.
  var arguments: [String] {
    let named = [("--cache", cache?.text), ("--pack", pack)]
    return named.flatMap { name, value in value.map { [name, $0] } ?? [] } + configuration.arguments
  }

  func load(verifies: Bool = true) throws -> ModelPack {
    try ModelPack.load(pack ?? settings.packPlace, verifies: verifies)
  }

  var options: LibraryOptions {
    var options = LibraryOptions()
    options.cacheDirectory = cache ?? settings.cacheFolder
    options.keepDeleted = settings.keepDeleted
    return options
  }
}

/// Folders of photos.
struct LibraryArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The folder with the photos, or several (default: .); - for files listed on stdin (find … -print0 | facetui -).",
      valueName: "folder"), completion: .directory)
  var folders: [FilePath] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Leave out paths that match this pattern; may be given several times.", valueName: "glob"))
  var exclude: [String] = []

  @Flag(
    name: .customLong("no-default-excludes"),
    help: """
      Look also into the folders that a NAS or a desktop keeps beside photos (@eaDir, #recycle, .thumbnails …), and at \
      hidden files and folders, but for .git and .cache.
      """)
  var ignoresDefaultExcludes = false

  @Option(
    name: .customLong("workers"), parsing: .unconditional, help: "Photos to look at in parallel (default: 2).")
  var givenWorkers: Int?

  @OptionGroup var pack: PackArguments

  var settings: Configuration { pack.settings }
  /// As the user named it; of several the first.
  var folder: FilePath { folders.first ?? "." }
  /// Whether the files are listed on stdin.
  var isList: Bool { folder == "-" }
  var workers: Int { givenWorkers ?? settings.workers }

  func validate() throws {
    guard folders.count < 2 || !folders.contains("-") else {
      throw ValidationError("A list of files (-) stands alone, without folders.")
    }
    guard (1...64).contains(givenWorkers ?? 1) else { throw ValidationError("--workers must be between 1 and 64.") }
  }

  /// Those that decide which files there are and what is known of them, but for the first folder.
  var arguments: [String] {
    pack.arguments + exclude.flatMap { ["--exclude", $0] } + (ignoresDefaultExcludes ? ["--no-default-excludes"] : [])
      + folders.dropFirst().map(\.text)
  }

  /// Opens the folder's library and passes on what the user should know about its cache.
  /// - Parameters:
  ///   - corrected: whether what was learnt in the folder is used.
  ///   - requiresCache: whether a cache that cannot be written is an error.
  ///   - faces: others are not ranked.
  ///   - folder: nil for the one that the user named.
  ///   - readsAtOnce: see `LibraryOptions`.
  func open(
    corrected: Bool = true, requiresCache: Bool = false, faces: FaceLimits = FaceLimits(), folder: FilePath? = nil,
    readsAtOnce: Bool = true
  ) throws -> PhotoLibrary {
    var options = pack.options
    options.exclude = exclude
    options.usesDefaultExcludes = !ignoresDefaultExcludes
    options.usesCorrection = corrected
    options.requiresCache = requiresCache
    options.faceLimits = faces
    options.readsAtOnce = readsAtOnce
    options.otherFolders = Array(folders.dropFirst())
    if isList { options.list = try FileList.standardInput() }
    let place = options.list?.folder ?? folder ?? self.folder
    let library = try PhotoLibrary(folder: place, pack: pack.load(verifies: false), options: options)
    if let notice = library.newNotice() { complain("facetui: \(notice)") }
    return library
  }
}
