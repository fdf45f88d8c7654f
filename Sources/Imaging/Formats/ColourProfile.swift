import CPictures

extension PixelImage {
  /// Brings the pixels from an ICC profile's colours (Display P3, Adobe RGB and their like) to sRGB. Profiles that cannot
  /// be used leave them as they are.
  mutating func bringToSRGB(from profile: [UInt8]) {
    let count = width * height
    pixels.withUnsafeMutableBufferPointer { _ = cpictures_to_srgb(profile, profile.count, $0.baseAddress, count) }
  }
}
