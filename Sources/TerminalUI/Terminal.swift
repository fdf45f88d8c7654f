/// A screen with a keyboard. For one thread.
public protocol Terminal: AnyObject {
  var size: Size { get }
  var depth: ColourDepth { get }

  /// Shows a screen; only what differs from the last one is sent.
  func draw(_ grid: Grid)

  /// Waits for keys, a wake from elsewhere, or the time to pass, and returns all keys that are there.
  /// - Parameter seconds: nil waits without end.
  func keys(waiting seconds: Double?) -> [Key]

  /// Sends the whole screen again at the next `draw`.
  func invalidate()

  /// Gives the screen back, stops the process group, and takes the screen again when it goes on.
  func suspend()

  /// Gives the screen back; may be called twice.
  func close()
}
