import Inference

@testable import Checkpoints
@testable import Imaging

/// What bytes by chance are given to. Each has to end, without a crash, in a result or in one sentence.
enum Harness: String, CaseIterable {
  case jpeg, exif, png, webp, heif, tiff, raw, jxl, onnx, pickle, safetensors

  func run(_ bytes: [UInt8]) {
    switch self {
    case .exif: details(bytes)
    case .onnx: network(bytes)
    case .pickle, .safetensors: checkpoint(bytes)
    default: picture(bytes)
    }
  }

  /// Small, as a first look wants it, or as it is, by the last byte.
  private func picture(_ bytes: [UInt8]) {
    do throws(ImageError) {
      let longSide = (bytes.last ?? 0) % 2 == 0 ? 64 : nil
      let photo = try DecodedPhoto(bytes, longSide: longSide)
      precondition(photo.image.pixels.count == photo.image.width * photo.image.height * 3)
      precondition((1...8).contains(photo.orientation))
    } catch {
      check(error.description)
    }
  }

  private func details(_ bytes: [UInt8]) {
    let details = PhotoDetails(photo: bytes)
    for text in [details.make, details.model, details.lens] { precondition((text ?? "").count <= 200) }
  }

  /// Networks that would take long are refused, so that many are tried.
  private func network(_ bytes: [UInt8]) {
    do throws(InferenceError) {
      let model = try Model(bytes, path: "network")
      var shapes: [String: [Int]] = [:]
      for input in model.inputs { shapes[input.name] = input.shape.map { $0 ?? 1 } }
      let session = try Session(model, shapes: shapes, mostOperations: 1e7)
      guard session.activationBytes < 1 << 26 else { return }
      var inputs: [String: Tensor] = [:]
      for (name, shape) in session.inputShapes {
        inputs[name] = Tensor(shape: shape, scalars: [Float](repeating: 1, count: shape.reduce(1, *)))
      }
      _ = try session.run(inputs)
    } catch {
      check(error.description)
    }
  }

  private func checkpoint(_ bytes: [UInt8]) {
    do throws(CheckpointProblem) {
      let scalars = try Checkpoint.read(bytes).values.reduce(0) { $0 + $1.scalars.count }
      precondition(scalars <= bytes.count, "more numbers than the file can hold")
    } catch {
      check(error.inFile("checkpoint").description)
    }
  }

  private func check(_ sentence: String) { precondition(!sentence.isEmpty && !sentence.contains("\n"), sentence) }
}
