/// PyTorch's format since 1.6: an archive with `data.pkl`, one entry `data/KEY` for each storage, and `byteorder`.
enum ZipFormat {
  static func read(_ file: Bytes) throws(CheckpointProblem) -> [String: Checkpoint.Tensor] {
    let archive = try ZipArchive(file)
    let suffix = "/data.pkl"
    guard
      let main = archive.names.filter({ $0.hasSuffix(suffix) }).min(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }),
      let program = try archive.contents(main)
    else {
      throw .invalid("it is an archive without data.pkl, so not from torch.save")
    }
    let folder = String(main.dropLast(suffix.count))
    if archive.names.contains("\(folder)/constants.pkl") {
      throw .invalid("it is a TorchScript program; save the tensors alone: torch.save(model.state_dict(), …)")
    }
    let isBigEndian = try archive.contents("\(folder)/byteorder")?.starts(with: Array("big".utf8)) ?? false
    var consumed = 0
    let pickle = try PickleMachine.read(program, consumed: &consumed)
    return try StateDict(pickle).tensors(isBigEndian: isBigEndian, fileSize: file.count) {
      storage throws(CheckpointProblem) in
      try archive.contents("\(folder)/data/\(storage.key)")
    }
  }
}
