import Library
import SystemPackage

@testable import GalleryUI

/// A made-up library in several folders: 12 photos of a beach in June 2019, 8 of a family in December 2019 with a
/// Japanese name, 20 of a party in June 2021, 5 with no date, of which one cannot be read and one is pending.
func folders() -> [Photo] {
  let beach = (0..<12).map { index in
    made("2019/beach/\(numbered("beach", index))", index % 4, "2019-06-0\(index % 9 + 1) 09:00:00", width: 800 + index)
  }
  let family = (0..<8).map { index in
    made("2019/家族/\(numbered("家族の写真", index))", 3, "2019-12-2\(index) 18:30:00", width: 4000)
  }
  let party = (0..<20).map { index in
    made("2021/party/\(numbered("party", index))", index % 3, "2021-06-\(index + 10) 22:15:00", width: 1200)
  }
  return beach + family + party + (0..<5).map(scan)
}

private func scan(_ index: Int) -> Photo {
  var photo = made("inbox/\(numbered("scan", index))", 1, nil)
  if index == 3 { photo.state = .unreadable("the file is empty") }
  if index == 4 { photo.state = .pending }
  if index > 2 { (photo.faces, photo.width, photo.height) = ([], 0, 0) }
  return photo
}

private func numbered(_ name: String, _ index: Int) -> String {
  name + "_" + String(1001 + index).dropFirst() + ".jpg"
}

/// A photo of 4:3 with a path.
func made(_ path: String, _ faces: Int, _ captured: String?, width: Int = 640) -> Photo {
  var photo = photo(0, faces: faces)
  photo.path = FilePath(path)
  photo.captured = captured
  (photo.width, photo.height) = (width, width * 3 / 4)
  return photo
}

/// The names of the photos that the gallery shows, in its order.
func shown(_ state: State) -> [String] {
  (0..<state.photos.count).map { state.photos[$0].path.lastComponent?.stem ?? "" }
}
