// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Optimised without checks even in debug builds: the kernels work on bare pointers,
/// and their tests compare every instruction set against slow reference code.
func kernelSettings(_ march: String?) -> [SwiftSetting] {
  let target = march.map { ["-Xcc", "-march=\($0)"] } ?? []
  return strict + [.unsafeFlags(["-Ounchecked"] + target)]
}

/// Optimised in debug builds too, as the tests train.
let optimised = strict + [.unsafeFlags(["-O"])]

/// Libraries that read pictures beside JPEG. pkg-config says whether they are there; where one is not, SwiftPM names its
/// package in a warning, `CPictures` finds no header of it, and its formats are not built in.
let pictureLibraries: [Target] = [
  ("libpng", "libpng", "libpng-dev"), ("libwebp", "libwebpdemux", "libwebp-dev"), ("libheif", "libheif", "libheif-dev"),
  ("libtiff", "libtiff-4", "libtiff-dev"), ("libraw", "libraw_r", "libraw-dev"), ("libjxl", "libjxl", "libjxl-dev"),
  ("lcms2", "lcms2", "liblcms2-dev"),
].map { name, pkgConfig, package in
  .systemLibrary(
    name: name, path: "Sources/Libraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
  name: "facetui",
  products: [
    .executable(name: "facetui", targets: ["facetui"]),
    .executable(name: "facetui-bench", targets: ["facetui-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: pictureLibraries + [
    .target(name: "CCPU"),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "CPictures", dependencies: pictureLibraries.map { .target(name: $0.name) }),
    .target(name: "CCurses", linkerSettings: [.linkedLibrary("ncursesw")]),

    .target(
      name: "PathText", dependencies: [.product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: strict),
    .target(name: "KernelInterface", swiftSettings: strict),
    .target(name: "Kernels", dependencies: ["KernelInterface"], swiftSettings: kernelSettings(nil)),
    .target(
      name: "KernelsAVX2", dependencies: ["KernelInterface"],
      swiftSettings: kernelSettings("x86-64-v3") + [.define("FMA")]),
    .target(
      name: "KernelsAVX512", dependencies: ["KernelInterface"],
      swiftSettings: kernelSettings("x86-64-v4") + [.define("FMA"), .define("AVX512")]),
    .target(
      name: "Inference",
      dependencies: [
        "CCPU", "KernelInterface", "Kernels", "KernelsAVX2", "KernelsAVX512",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], swiftSettings: strict),
    .target(
      name: "Checkpoints", dependencies: [.product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: strict),
    .target(name: "Architectures", dependencies: ["Checkpoints", "Inference"], swiftSettings: strict),
    .target(name: "Search", dependencies: ["Inference", "KernelInterface"], swiftSettings: strict),
    .target(name: "Grouping", dependencies: ["Search"], swiftSettings: strict),
    .target(name: "Odds", swiftSettings: strict),
    .target(name: "Losses", swiftSettings: optimised),
    .target(name: "Learning", dependencies: ["Inference", "KernelInterface", "Losses"], swiftSettings: optimised),
    .target(
      name: "Imaging",
      dependencies: ["CJPEG", "CPictures"],
      swiftSettings: strict),
    .target(
      name: "Faces",
      dependencies: [
        "Imaging", "Inference", "PathText",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], swiftSettings: strict),
    .target(
      name: "Storage",
      dependencies: [
        "PathText",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], swiftSettings: strict),
    .target(
      name: "Journal",
      dependencies: ["PathText", .product(name: "SystemPackage", package: "swift-system")], swiftSettings: strict),
    .target(
      name: "Library",
      dependencies: [
        "Faces", "Grouping", "Imaging", "Journal", "Learning", "Odds", "PathText", "Search", "Storage",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], swiftSettings: strict),
    .target(
      name: "Configuration", dependencies: [.product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: strict),
    .target(name: "TerminalUI", swiftSettings: strict),
    .target(name: "Curses", dependencies: ["CCurses", "TerminalUI"], swiftSettings: strict),
    .target(
      name: "GalleryUI",
      dependencies: [
        "Configuration", "Journal", "Library", "Faces", "Imaging", "Odds", "TerminalUI",
        .product(name: "SystemPackage", package: "swift-system"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "facetui",
      dependencies: [
        "Configuration", "GalleryUI", "Curses", "Imaging", "Inference", "Journal", "Library", "Odds", "TerminalUI",
        "Architectures", "Checkpoints", "PathText",
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "facetui-bench",
      dependencies: [
        "Faces", "Grouping", "Imaging", "Inference", "Learning", "Search", "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    .testTarget(
      name: "KernelsTests", dependencies: ["CCPU", "KernelInterface", "Kernels", "KernelsAVX2", "KernelsAVX512"],
      swiftSettings: strict),
    .testTarget(
      name: "InferenceTests",
      dependencies: ["Inference", "KernelInterface", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints"], resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "ArchitecturesTests", dependencies: ["Architectures", "Checkpoints", "Inference"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "SearchTests", dependencies: ["Search", "Inference"], swiftSettings: strict),
    .testTarget(name: "OddsTests", dependencies: ["Odds"], swiftSettings: strict),
    .testTarget(name: "GroupingTests", dependencies: ["Grouping", "Search"], swiftSettings: strict),
    .testTarget(
      name: "LossesTests", dependencies: ["Losses"], resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "LearningTests", dependencies: ["Learning"], swiftSettings: strict),
    .testTarget(name: "ImagingTests", dependencies: ["CPictures", "Imaging"], swiftSettings: strict),
    .testTarget(name: "FacesTests", dependencies: ["Faces"], resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "JournalTests", dependencies: ["Journal"], swiftSettings: strict),
    .testTarget(
      name: "LibraryTests",
      dependencies: [
        "Library", "Journal", "Learning", "Odds", "PathText", "Storage", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"], swiftSettings: strict),
    .testTarget(
      name: "TerminalUITests", dependencies: ["Curses", "Imaging", "TerminalUI"], resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(
      name: "GalleryUITests",
      dependencies: ["Configuration", "GalleryUI", "TerminalUI", "Journal", "Library", "Faces", "Imaging", "Odds"],
      swiftSettings: strict),
    .testTarget(name: "ProgramTests", dependencies: ["facetui"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// Needs the sanitisers' build (Tests/Scripts/fuzz.py), so that plain builds do not have it.
if Context.environment["FACETUI_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["Checkpoints", "Imaging", "Inference"], path: "Tests/Fuzz", swiftSettings: strict))
}
