extension State {
  /// What is shown, in the header's words: a folder, or the files that were listed on stdin.
  var title: String { folders ?? (folder == "-" ? "listed files" : folder) }
}
