import Testing

/// What terminals answer to the questions. Those of xterm 379, kitty 0.26.5 and tmux 3.3a were recorded; the others
/// are made after the code and the documentation by which they answer: xterm's
/// ctlseqs.html, kitty's screen.c and graphics-protocol page, ghostty's stream_handler.zig, foot's csi.c, osc.c and
/// dcs.c, WezTerm's terminalstate, Konsole's Vt102Emulation.cpp, VTE's vteseq.cc, iTerm2's VT100Output.m, Windows
/// Terminal's adaptDispatch.cpp, tmux's input.c.
struct RecordedReplies: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var environment: [String: String]
  /// One answer each.
  var parts: [String]

  var bytes: [UInt8] { Array(parts.joined().utf8) }

  private static let colour256 = ["TERM": "xterm-256color"]

  static let all: [String: RecordedReplies] = Dictionary(
    uniqueKeysWithValues: list.map { ($0.testDescription, $0) })

  static func named(_ name: String) -> RecordedReplies {
    all[name] ?? RecordedReplies(testDescription: name, environment: [:], parts: [])
  }

  private static let list = [
    RecordedReplies(
      testDescription: "xterm", environment: colour256.merging(["XTERM_VERSION": "XTerm(379)"]) { a, _ in a },
      parts: [
        "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\",
        "\u{1B}[?2026;0$y", "\u{1B}[>41;379;0c", "\u{1B}[?64;1;2;6;9;15;16;17;18;21;22;28c",
      ]),
    RecordedReplies(
      testDescription: "xterm as a VT340", environment: ["TERM": "xterm"],
      parts: [
        "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}[?1;0;16S", "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\",
        "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", "\u{1B}[?2026;0$y", "\u{1B}[>19;379;0c",
        "\u{1B}[?63;1;2;4;6;9;15;16;22;28c",
      ]),
    RecordedReplies(
      testDescription: "kitty", environment: ["TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1", "COLORTERM": "truecolor"],
      parts: [
        "\u{1B}P>|kitty(0.40.1)\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[6;36;17t", "\u{1B}[4;1800;2720t",
        "\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\", "\u{1B}P1$r48:2:1:2:3m\u{1B}\\", "\u{1B}[?2026;2$y",
        "\u{1B}[>1;4000;40c", "\u{1B}[?62;52;c",
      ]),
    RecordedReplies(
      testDescription: "old kitty", environment: ["TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"],
      parts: [
        "\u{1B}P>|kitty(0.26.5)\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[6;20;9t", "\u{1B}[4;400;639t",
        "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}P1$r48:2:1:2:3m\u{1B}\\", "\u{1B}[?2026;2$y",
        "\u{1B}[>1;4000;26c", "\u{1B}[?62;c",
      ]),
    RecordedReplies(
      testDescription: "ghostty", environment: ["TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"],
      parts: [
        "\u{1B}P>|ghostty 1.3.1-arch2\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[6;38;18t", "\u{1B}[4;1900;2880t",
        "\u{1B}]11;rgb:2828/2c2c/3434\u{1B}\\", "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", "\u{1B}[?2026;2$y",
        "\u{1B}[>1;10;0c", "\u{1B}[?62;22;52c",
      ]),
    RecordedReplies(
      testDescription: "foot", environment: ["TERM": "foot", "COLORTERM": "truecolor"],
      parts: [
        "\u{1B}P>|foot(1.20.2)\u{1B}\\", "\u{1B}[6;20;10t", "\u{1B}[4;1000;1600t",
        "\u{1B}]11;rgb:2424/2424/2424\u{1B}\\", "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", "\u{1B}[?2026;2$y",
        "\u{1B}[>1;012002;0c", "\u{1B}[?62;4;22;28c",
      ]),
    RecordedReplies(
      testDescription: "WezTerm", environment: colour256.merging(["TERM_PROGRAM": "WezTerm"]) { a, _ in a },
      parts: [
        "\u{1B}P>|WezTerm 20240203-110809-5046fc22\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[6;20;10t",
        "\u{1B}[4;1000;1600t", "\u{1B}]11;rgb:1f1f/1f1f/2828\u{1B}\\", "\u{1B}[?2026;2$y", "\u{1B}[>1;277;0c",
        "\u{1B}[?65;4;6;18;22c",
      ]),
    RecordedReplies(
      testDescription: "Konsole", environment: colour256.merging(["KONSOLE_VERSION": "251203"]) { a, _ in a },
      parts: [
        "\u{1B}P>|Konsole 25.12.3\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[6;19;10t", "\u{1B}[4;570;1000t",
        "\u{1B}]11;rgb:2323/2626/2727\u{1B}\\", "\u{1B}[?2026;2$y", "\u{1B}[>1;115;0c", "\u{1B}[?62;1;4c",
      ]),
    RecordedReplies(
      testDescription: "GNOME Terminal", environment: colour256.merging(["VTE_VERSION": "7006"]) { a, _ in a },
      parts: [
        "\u{1B}P>|VTE(7006)\u{1B}\\", "\u{1B}[4;480;800t", "\u{1B}]11;rgb:3030/0a0a/2424\u{1B}\\", "\u{1B}[?2026;0$y",
        "\u{1B}[>65;7006;1c", "\u{1B}[?65;1;9c",
      ]),
    RecordedReplies(
      testDescription: "GNOME Terminal with VTE 0.84",
      environment: colour256.merging(["VTE_VERSION": "8401"]) { a, _ in a },
      parts: [
        "\u{1B}P>|VTE(8401)\u{1B}\\", "\u{1B}[4;480;800t", "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}[?2026;2$y",
        "\u{1B}[?61;1;4;21;22;28c",
      ]),
    RecordedReplies(
      testDescription: "iTerm2", environment: colour256.merging(["LC_TERMINAL": "iTerm2"]) { a, _ in a },
      parts: [
        "\u{1B}P>|iTerm2 3.6.9\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[4;864;1712t",
        "\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{7}", "\u{1B}P1$r0;48:2:1:1:2:3m\u{1B}\\", "\u{1B}[?2026;2$y",
        "\u{1B}[?62;1;2;4;6;22;28c",
      ]),
    RecordedReplies(
      testDescription: "Windows Terminal", environment: colour256.merging(["WT_SESSION": "a-b-c"]) { a, _ in a },
      parts: [
        "\u{1B}[6;20;10t", "\u{1B}[4;600;1200t", "\u{1B}]11;rgb:0c0c/0c0c/0c0c\u{1B}\\",
        "\u{1B}P1$r0;48;2;1;2;3m\u{1B}\\", "\u{1B}[?2026;2$y", "\u{1B}[>0;10;1c",
        "\u{1B}[?61;4;6;7;14;21;22;23;24;28;32;42;52c",
      ]),
    RecordedReplies(
      testDescription: "Terminal.app", environment: colour256.merging(["TERM_PROGRAM": "Apple_Terminal"]) { a, _ in a },
      parts: ["\u{1B}]11;rgb:ffff/ffff/ffff\u{7}", "\u{1B}[>1;95;0c", "\u{1B}[?1;2c"]),
    RecordedReplies(
      testDescription: "Alacritty", environment: ["TERM": "alacritty"],
      parts: [
        "\u{1B}[4;570;1000t", "\u{1B}]11;rgb:1818/1818/1818\u{1B}\\", "\u{1B}[?2026;2$y", "\u{1B}[>0;2401;1c",
        "\u{1B}[?6c",
      ]),
    RecordedReplies(
      testDescription: "VS Code", environment: colour256.merging(["TERM_PROGRAM": "vscode"]) { a, _ in a },
      parts: ["\u{1B}P>|xterm.js(6.0.0)\u{1B}\\", "\u{1B}[6;17;8t", "\u{1B}[?62;4;9;22c"]),
    RecordedReplies(
      testDescription: "tmux 3.3a",
      environment: ["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "VTE_VERSION": "7006"],
      parts: ["\u{1B}P>|tmux 3.3a\u{1B}\\", "\u{1B}[>84;0;0c", "\u{1B}[?1;2c"]),
    RecordedReplies(
      testDescription: "tmux 3.6", environment: ["TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"],
      parts: [
        "\u{1B}P>|tmux 3.6b\u{1B}\\", "\u{1B}[6;32;16t", "\u{1B}[4;1280;1920t",
        "\u{1B}]11;rgb:2828/2c2c/3434\u{1B}\\", "\u{1B}[>84;0;0c", "\u{1B}[?1;2;4c",
      ]),
    RecordedReplies(
      testDescription: "ghostty, started from tmux",
      environment: ["TERM": "xterm-ghostty", "TMUX": "/tmp/tmux-0/default,1,0"],
      parts: ["\u{1B}P>|ghostty 1.3.1\u{1B}\\", "\u{1B}[?62;22;52c"]),
  ]
}
