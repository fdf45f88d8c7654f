import Library
import SystemPackage
import TerminalUI

extension State {
  mutating func perform(_ action: Action, count: Int?) -> [Effect] {
    if screens.isEmpty, messageBox == nil, let effects = performInGallery(action, count: count) { return effects }
    switch action {
    case .move(let motion): move(motion, count: count)
    case .open: open()
    case .query: queryFace()
    case .queryMatch:
      if let match = matches?.current { pushMatches(of: match.face, match.photo, number: match.number) }
    case .search: askWhatToSearch()
    case .commandLine: askForCommand()
    case .copyPath: return currentPhoto.map { [.copy($0.path)] } ?? []
    case .searchNext: findName(step: 1, fromCursor: false)
    case .searchPrevious: findName(step: -1, fromCursor: false)
    case .larger: changeSize(by: 1)
    case .smaller: changeSize(by: -1)
    case .nextFace: selectFace(step: count ?? 1)
    case .previousFace: selectFace(step: -(count ?? 1))
    case .nextPhoto: showPhoto(step: count ?? 1)
    case .previousPhoto: showPhoto(step: -(count ?? 1))
    case .raiseThreshold: changeThreshold(by: count ?? 1)
    case .lowerThreshold: changeThreshold(by: -(count ?? 1))
    case .cut(let choice): put(cut: choice)
    case .mark: mark()
    case .range: markRange()
    case .unmarkAll: toggleMarks()
    case .samePhoto: toggleSamePhoto()
    case .toggleTiles:
      matches?.asTiles.toggle()
      matches?.level = 1
    case .group: changeGrouping()
    case .foldCopies: toggleFolding()
    case .acceptLink: return judgeLink(isSame: true)
    case .cutLink: return judgeLink(isSame: false)
    case .confirm: return confirm(count)
    case .refuse: return refuse(count)
    case .name: nameFaces()
    case .undo: return [.undo]
    case .redo: return [.redo]
    case .showIgnored: toggleIgnored()
    case .jumpTo: askWhetherToJump()
    case .addQuery: addQuery()
    case .removeQuery: removeQuery(count)
    case .combine: changeCombination()
    case .compare: openComparison()
    case .compareNext: compareNext(step: count ?? 1)
    case .comparePrevious: compareNext(step: -(count ?? 1))
    case .compareQuery: compareNextQuery(count)
    case .blink: return startBlinking()
    case .export: askForExport()
    case .openOutside: return (currentProblem?.path ?? currentPhoto?.path).map { [.open($0)] } ?? []
    case .zoom: toggleZoom()
    case .info: toggleInfo()
    case .problems: showProblems()
    case .retry: return retryCurrent()
    case .retryAll: return retryAll()
    case .message: showMessage()
    case .choose: return [.choose(chosenPhotos)]
    case .help: showHelp()
    case .back:
      let searched = messageBox == nil ? bridgeScreen : nil
      leave()
      return searched.map { leaveBridge($0) } ?? []
    case .clear: clear()
    case .rescan: return rescan()
    case .quit: return [.quit]
    case .interrupt: return [.interrupt]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .filterBy: askForFilter()
    // Of the gallery alone.
    case .filter, .order, .reverse, .folders, .enterFolders, .openFolder, .closeFolder, .toggleFolder: break
    }
    return []
  }

  private mutating func move(_ motion: Motion, count: Int?) {
    if messageBox != nil { return scrollMessage(motion, count: count) }
    switch screens.last {
    case .matches: moveAmongMatches(motion, count: count)
    case .help(var help):
      let geometry = HelpLayout(keymap, help, size).geometry
      help.top = geometry.move(help.top, motion, times: count, top: help.top)
      screens[screens.count - 1] = .help(help)
    case .problems: moveProblem(motion, count: count)
    case .photo: scrollInfo(motion, count: count)
    case .bridge: moveAlongBridge(motion, count: count)
    case .history: moveInHistory(motion, count: count)
    case .compare, nil: break
    }
  }

  private mutating func changeSize(by step: Int) {
    if photoScreen != nil { return changeZoom(by: step) }
    guard let matches else { return }
    let before = MatchesLayout(self, matches).size
    var other = matches
    let levels = matches.asTiles ? MatchesLayout.tileWidths.indices : MatchesLayout.rowHeights.indices
    repeat { other.level += step } while levels.contains(other.level) && MatchesLayout(self, other).size == before
    guard levels.contains(other.level) else {
      message = Message(text: step > 0 ? "these are the largest pictures here" : "these are the smallest")
      return
    }
    self.matches = other
  }

  // MARK: Gallery

  /// Goes to the next photo whose path contains what was searched for, around the end if need be.
  mutating func findName(step: Int, fromCursor: Bool) {
    let wanted = NameIndex.folded(gallery.search)
    let count = photos.count
    for distance in (fromCursor ? 0 : 1)..<max(1, count + 1) where count > 0 {
      let index = (gallery.cursor + step * distance % count + count) % count
      guard photos.name(at: index, contains: wanted) else { continue }
      gallery.cursor = index
      return
    }
    message = Message(text: "no photo here has “\(gallery.search)” in its name")
  }

  private mutating func open() {
    if let (photo, number) = bridgePhoto {
      screens.append(.photo(PhotoScreen(photo: photo, selected: number - 1)))
    } else if let match = topMatches?.current, let photo = photos[match.photo] {
      screens.append(.photo(PhotoScreen(photo: photo, selected: match.number - 1)))
    } else if screens.isEmpty, photos.count > 0 {
      screens.append(.photo(PhotoScreen(photo: photos[gallery.cursor])))
    }
  }

  // MARK: Photo

  private mutating func selectFace(step: Int) {
    guard var screen = photoScreen, let count = photos[screen.path]?.faces.count, count > 0 else { return }
    screen.selected = (((screen.selected ?? 0) + step) % count + count) % count
    screen.infoTop = 0
    photoScreen = screen
  }

  /// Goes through what lies under the photo: the gallery or the matches.
  private mutating func showPhoto(step: Int) {
    if photoScreen?.zoom != nil { return selectFace(step: step) }
    let photo: PhotoScreen?
    if let index = matchesUnderPhoto, case .matches(var matches) = screens[index] {
      let place = matches.place(of: matches.cursor) + step
      matches.cursor = matches.index(at: min(matches.ranked.count - 1, max(0, place)))
      photo = matches.current.flatMap { match in
        photos[match.photo].map { PhotoScreen(photo: $0, selected: match.number - 1) }
      }
      screens[index] = .matches(matches)
    } else {
      gallery.cursor = min(photos.count - 1, max(0, gallery.cursor + step))
      photo = photos.count > 0 ? PhotoScreen(photo: photos[max(0, gallery.cursor)]) : nil
    }
    if let photo, photo.path != photoScreen?.path || photo.selected != photoScreen?.selected { photoScreen = photo }
  }

  private mutating func queryFace() {
    guard let screen = photoScreen, let photo = photos[screen.path], let selected = screen.selected,
      photo.faces.indices.contains(selected)
    else { return }
    pushMatches(of: photo.faces[selected].id, photo.path, number: selected + 1)
  }

  mutating func pushMatches(of face: FaceID, _ photo: FilePath, number: Int) {
    var matches = Matches(query: face, photo: photo, number: number)
    matches.marks = marks[face] ?? []
    if let survey { matches.take(survey.copies, photos) }
    matches.combination = ScoreCombination(configuration.combination)
    matches.level = min(MatchesLayout.rowHeights.count, configuration.matchesSize) - 1
    screens.append(.matches(matches))
    leaveOutDecided()
    guard let faces = photos[photo]?.faces, faces.indices.contains(number - 1),
      let defect = faces[number - 1].quality.defect
    else { return }
    message = Message(text: "\(defect.sentence): others are at most “maybe”")
  }

  mutating func leave() {
    if messageBox != nil {
      messageBox = nil
      return
    }
    if photoScreen?.zoom != nil {
      photoScreen?.zoom = nil
      return
    }
    screens.removeLast()
    // The same query may have been open twice.
    guard let query = matches?.query else { return }
    let kept = marks[query] ?? []
    matches?.marks = kept
  }

  /// Takes back one thing at a time, the latest first; leaves where nothing is left.
  private mutating func clear() {
    if clearHelp() { return }
    guard let matches else { return }
    if matches.anchor != nil {
      self.matches?.anchor = nil
    } else if !matches.marks.isEmpty {
      unmarkAll()
    } else if !matches.isFiltered || !filterMatches(by: FilterExpression()) {
      leave()
    }
  }

  // MARK: Matches

  private mutating func changeThreshold(by steps: Int) {
    let hundredths = (threshold * 100).rounded() + Float(steps)
    threshold = min(1, max(-1, hundredths / 100))
  }

  private mutating func mark() {
    guard var matches, let match = matches.current else { return }
    if matches.marks.remove(match.face) == nil { matches.marks.insert(match.face) }
    matches.cursor = matches.index(at: min(matches.ranked.count - 1, matches.place(of: matches.cursor) + 1))
    self.matches = matches
  }

  private mutating func markRange() {
    guard var matches, let match = matches.current else { return }
    if let range = matches.range {
      matches.marks.formUnion(range.map { matches.ranked[matches.index(at: $0)].face })
      matches.anchor = nil
    } else {
      matches.anchor = match.face
      let again = key(for: .range).map { " and press \($0) again" } ?? ""
      message = Message(text: "go to the other end of the range" + again)
    }
    self.matches = matches
  }
}
