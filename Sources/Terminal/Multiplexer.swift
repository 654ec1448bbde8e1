/// A program between this one and the terminal that does not pass on escape sequences it doesn't
/// know.
public nonisolated enum Multiplexer: Hashable, Sendable {
  case tmux
  case screen

  /// How long a string for screen may be: it keeps at most 768 bytes of one.
  static let pieceOfScreen = 256

  /// From the environment: tmux sets `TMUX`, and screen a special `TERM`.
  public init?(term: String?, tmux: String?) {
    if tmux?.isEmpty == false {
      self = .tmux
    } else if term?.hasPrefix("screen") == true {
      self = .screen
    } else {
      return nil
    }
  }

  /// A sequence for the outer terminal, in the multiplexer's envelope.
  func wrapped(_ sequence: [UInt8]) -> [UInt8] {
    let begin: [UInt8] = [0x1B, 0x50]
    let end: [UInt8] = [0x1B, 0x5C]
    switch self {
    case .tmux:
      let escaped = sequence.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
      return begin + Array("tmux;".utf8) + escaped + end
    case .screen:
      return stride(from: 0, to: sequence.count, by: Self.pieceOfScreen).flatMap {
        begin + sequence[$0..<min($0 + Self.pieceOfScreen, sequence.count)] + end
      }
    }
  }
}
