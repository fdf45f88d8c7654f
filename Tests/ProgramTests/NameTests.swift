import Foundation
import Testing

/// Names that are no plain text, in arguments, in folders, on a terminal and in a pipe.
@Suite struct NameTests {
  /// As bash writes them.
  private static let names = [
    #"esc\e[31mRED\e[0m.jpg"#, #"osc52\e]52;c;eA==\a.jpg"#, #"c1\xc2\x9b31mX.jpg"#, #"bad\xff\xfe.jpg"#,
    #"nl\nname.jpg"#, #"tab\tname.jpg"#, #"rtl_\xe2\x80\xaegpj.exe.jpg"#, #"back\\x41.jpg"#,
  ]
  /// Those names as a terminal may be given them.
  private static let shown = [
    #"esc\x1b[31mRED\x1b[0m.jpg"#, #"osc52\x1b]52;c;eA==\x07.jpg"#, #"c1\u{9b}31mX.jpg"#, #"bad\xff\xfe.jpg"#,
    #"nl\x0aname.jpg"#, #"tab\x09name.jpg"#, #"rtl_\u{202e}gpj.exe.jpg"#, #"back\x5cx41.jpg"#,
  ]

  private let program: Program
  private let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path

  init() throws { program = try Program() }

  @discardableResult private func run(_ script: String, status: Int32 = 0) throws -> Program.Outcome {
    let outcome = try program.run(script: script)
    #expect(outcome.status == status, "\(script): \(outcome.errors)")
    return outcome
  }

  private func pieces(of bytes: [UInt8], at separator: UInt8) -> [[UInt8]] {
    bytes.split(separator: separator).map(Array.init)
  }

  /// A folder `p` with one drawn face under every name.
  private func makeFolder() throws {
    let copies = Self.names.map { "cp '\(query)' p/$'\($0)'" }
    try run((["mkdir p"] + copies + ["facetui index p"]).joined(separator: "; "))
  }

  @Test func `on a terminal names are shown escaped`() throws {
    try makeFolder()
    let folder = program.home.appending(path: "p").path
    let find = ["find", "--query", query, folder, "--format"]
    for arguments in [
      find + ["tsv"], find + ["csv"], find + ["paths"], find + ["paths", "-0"],
      ["doctor", folder, "--list", "indexed"],
      ["doctor", folder, "--list", "indexed", "-0"], find + ["json"], find + ["jsonl"],
    ] {
      let terminal = try PseudoTerminal(program, arguments)
      #expect(try terminal.exitStatus() == 0)
      // The progress line's own.
      let text = String(decoding: terminal.output, as: UTF8.self).replacing("\u{1B}[K", with: "")
      let harmful = text.unicodeScalars.filter {
        !["\r", "\n", "\t"].contains($0) && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}")
      }
      #expect(harmful.isEmpty, "\(arguments): \(Array(harmful))")
      if arguments.last?.hasPrefix("json") == true {
        #expect(text.contains(#"esc\u001b[31mRED"#) && text.contains(#"rtl_\u{202e}gpj"#), "\(text)")
      } else if arguments.last == "tsv" {
        #expect(text.contains(#"nl\nname.jpg"#) && text.contains(#"esc\x1b[31mRED"#), "\(text)")
      } else {
        for name in Self.shown { #expect(text.contains(name), "\(arguments): \(name) in \(text)") }
      }
    }
  }

  @Test func `in a pipe names keep their bytes`() throws {
    try makeFolder()
    let listed = try run("cd p; for name in *; do printf '%s\\0' \"$name\"; done").output
    let names = Set(pieces(of: Array(listed), at: 0))
    #expect(names.count == Self.names.count)
    for command in ["find --query '\(query)' p --format paths -0", "doctor p --list indexed --null"] {
      let paths = pieces(of: Array(try run("facetui \(command)").output), at: 0)
      let last = paths.compactMap { pieces(of: $0, at: UInt8(ascii: "/")).last }
      #expect(Set(last) == names && last.count == names.count)
    }
    let lines = try run("facetui doctor p --list indexed").output
    #expect(lines.range(of: Data("esc\u{1B}[31mRED".utf8)) != nil && lines.range(of: Data("nl\nname".utf8)) != nil)
    #expect(try program.run("doctor", "p", "-0").errors.contains("-0 goes with --state"))
  }

  @Test func `errors show names escaped, whoever writes them`() throws {
    for script in [
      #"facetui faces $'no\e[31m\xe9\n.jpg'"#, #"facetui index $'no\e[31m\xe9\n'"#,
      #"facetui index --pack $'no\e[31m\xe9\n' ."#, #"facetui doctor $'--no\e[31m\xe9\n'"#,
      #"facetui doctor --list $'no\e[31m\xe9\n'"#, #"facetui index . $'no\e[31m\xe9\n'"#,
      #"facetui eval pairs $'no\e[31m\xe9\n'"#, #"facetui find --query $'no\e[31m\xe9\n#2' ."#,
      #"facetui . --replay $'no\e[31m\xe9\n'"#, #"facetui pack import $'no\e[31m\xe9\n.onnx' --output x"#,
    ] {
      let outcome = try run(script, status: 2)
      #expect(outcome.errors.contains(#"no\x1b[31m\xe9\x0a"#), "\(script): \(outcome.errors)")
      #expect(!outcome.errors.contains("\u{1B}") && outcome.output.isEmpty, "\(script)")
    }
  }

  @Test func `a checkpoint's keys cannot write to the terminal`() throws {
    let header = #"{"a\u001b[31mb\n":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    try (length + Data(header.utf8) + Data(count: 4)).write(to: program.home.appending(path: "a.safetensors"))
    let outcome = try run("facetui pack import a.safetensors --architecture iresnet18 --output x", status: 2)
    #expect(outcome.errors.contains(#"a\x1b[31mb\x0a"#), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func `arguments that are not UTF-8 are the files that they name`() throws {
    try run(#"mkdir $'d\xe9'; cp '\#(query)' $'d\xe9/\xe0#2.jpg'; cp '\#(query)' $'d\xe9/b\xff.jpg'"#)
    let indexed = try run(#"facetui index --cache $'c\xe9/new' $'d\xe9'"#)
    #expect(indexed.errors.contains("2 files: 2 with faces"), "\(indexed.errors)")
    #expect(try run(#"ls $'c\xe9/new'"#).text.contains("cache.sqlite"))
    let doctor = try run(#"facetui doctor --cache $'c\xe9/new' $'d\xe9'"#)
    #expect(doctor.text.contains("2 indexed"), "\(doctor.text)")
    // Its copy is the query as well.
    let found = try run(
      #"facetui find --query $'d\xe9/\xe0#2.jpg#1' $'d\xe9' --exclude $'\xe0*' --format paths"#, status: 1)
    #expect(found.output == Data([0x64, 0xE9]) + Data("/b".utf8) + Data([0xFF]) + Data(".jpg\n".utf8))
    try run(#"printf 'b\xff.jpg \xe0#2.jpg 1\n' > $'d\xe9/p\xe9'; facetui eval pairs $'d\xe9/p\xe9' --json $'j\xe9'"#)
    #expect(try run(#"cat $'j\xe9'"#).text.contains(#""same" : 1"#))
    try run(
      #"printf 'file,person\nb\xff.jpg,x\n\xe0#2.jpg,x\n' > $'l\xe9'; facetui eval album $'d\xe9' --labels $'l\xe9'"#)
    try run(#"echo j > $'k\xe9'; facetui $'d\xe9' --replay $'k\xe9'"#)
  }

  @Test func `the cache may lie at such a place, whoever names it`() throws {
    try run(#"mkdir -p $'d\xe9/h' $'d\xe9/p'; cp '\#(query)' $'d\xe9/p/a.jpg'"#)
    let places = [
      (#"cd $'d\xe9'"#, "--cache c", "c"), (#"export XDG_CACHE_HOME="$PWD/"$'d\xe9/x'"#, "", #"d\xe9/x/facetui"#),
      (#"unset XDG_CACHE_HOME; export HOME="$PWD/"$'d\xe9/h'"#, "", #"d\xe9/h/.cache/facetui"#),
    ]
    for (before, option, place) in places {
      let index = #"facetui index \#(option) "$p" 2>&1"#
      let twice = try run(#"p=$PWD/$'d\xe9/p'; \#(before); \#(index); \#(index)"#)
      #expect(twice.lines.count == 2 && twice.lines.allSatisfy { $0.hasPrefix("1 file: 1 with") }, "\(twice.text)")
      #expect(
        try run(#"\#(before); ls \#(option.isEmpty ? "$'\(place)'" : place) || ls "$HOME/.cache/facetui""#).text
          .contains("cache.sqlite"))
    }
    let spoilt = try run(#"mkdir $'m\xe9'; touch $'m\xe9/f'; facetui index --cache $'m\xe9/f/x' ."#, status: 2)
    #expect(spoilt.errors.contains(#"m\xe9/f/x: the cache cannot be used"#), "\(spoilt.errors)")
    let theirs = try run(
      #"mkdir $'s\xe9'; ln -s x $'s\xe9/cache.sqlite'; facetui index --cache $'s\xe9' ."#, status: 2)
    #expect(theirs.errors.contains(#"s\xe9/cache.sqlite: the cache cannot be used: it is a symb"#), "\(theirs.errors)")
  }

  @Test func `packs are searched at such places too`() throws {
    let bundled = Program.package.appending(path: "assets/models/facetui-mini").path
    try run(#"mkdir -p $'p\xe9'; cp -r '\#(bundled)' $'p\xe9/mine'; cp -r '\#(bundled)' $'p\xe9/facetui-mini'"#)
    let faces = #"facetui faces '\#(query)'"#
    try run(#"FACETUI_PACKS=$PWD/$'p\xe9' \#(faces) --pack mine"#)
    try run(#"cd $'p\xe9'; \#(faces) --pack ./mine; \#(faces) --pack mine; FACETUI_PACKS=. \#(faces) --pack mine"#)
    let models = try run(#"FACETUI_PACKS=$PWD/$'p\xe9' facetui models"#)
    #expect(String(decoding: models.output, as: UTF8.self).contains("/p\u{FFFD}/mine"))
    try run(#"cd $'p\xe9'; facetui pack import mine/recognizer.onnx --output new/made; ls new/made/pack.json"#)
  }

  @Test func `packs and networks may have such names too`() throws {
    let bundled = Program.package.appending(path: "assets/models/facetui-mini").path
    try run(#"cp -r '\#(bundled)' $'p\xe9'; facetui faces --pack $'p\xe9' '\#(query)'"#)
    let made = try run(
      #"facetui pack import $'p\xe9/recognizer.onnx' --output $'o\xe9/made'; cat $'o\xe9/made/pack.json'"#)
    #expect(made.text.contains(#""name" : "made""#), "\(made.errors)")
    let unnamed = try run(#"facetui pack import $'p\xe9/recognizer.onnx' --output $'o\xe9/\xff'"#, status: 2)
    #expect(unnamed.errors.contains("--output must end with a name in UTF-8"))
    let damaged = try run(#"echo >> $'p\xe9/detector.onnx'; facetui faces --pack $'p\xe9' '\#(query)'"#, status: 2)
    #expect(damaged.errors.contains(#"p\xe9/detector.onnx: its SHA-256"#), "\(damaged.errors)")
  }
}
