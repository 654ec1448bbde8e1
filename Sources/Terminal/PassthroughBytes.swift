import Canvas
import FoundationEssentials
import Ground

extension Passthrough {
  /// The longest text, in bytes of UTF-8, that terminals accept for their clipboard.
  nonisolated static let clipboardLimit = 74_994

  /// The bytes for the terminal. Each text passes the gate, because a line break on the clipboard
  /// becomes a command in the shell that it is pasted into. Empty if they could only do harm: half
  /// of a text on the clipboard is worse than none.
  nonisolated func bytes(
    through multiplexer: Multiplexer?, notifying form: NotificationForm = .osc9
  ) -> [UInt8] {
    switch self {
    case .bell: return [0x07]
    case .clipboard(let untrusted):
      let text = UntrustedText.oneLine(untrusted, blanks: .all)
      guard text.utf8.count <= Self.clipboardLimit else { return [] }
      let sequence = Self.command("52;c;\(Data(text.utf8).base64EncodedString())")
      // tmux accepts the first with `set-clipboard on`, the second with `allow-passthrough on`.
      // Behind ssh, screen and an older tmux look the same. screen passes over the first, but what
      // is too long for it would land on the screen.
      let isForAll = multiplexer != .screen || sequence.count <= Multiplexer.pieceOfScreen
      return (isForAll ? sequence : []) + (multiplexer?.wrapped(sequence) ?? [])
    case .notification(let text):
      let sequence = Self.command(form.body(UntrustedText.oneLine(text)))
      return multiplexer?.wrapped(sequence) ?? sequence
    case .title(let text): return Self.command("2;\(UntrustedText.oneLine(text))")
    }
  }

  private nonisolated static func command(_ body: String) -> [UInt8] {
    [0x1B, 0x5D] + Array(body.utf8) + [0x07]
  }
}
