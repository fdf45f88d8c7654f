import ArgumentParser

@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facetui-bench", abstract: "Measures facetui's parts.",
    subcommands: [
      Run.self, Serve.self, SearchCommand.self, LearnBench.self, GroupsBench.self, Picture.self, ThumbnailBench.self,
      PixelsBench.self,
    ])
}
