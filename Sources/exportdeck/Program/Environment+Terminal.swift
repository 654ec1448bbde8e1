import AWSCore
import Terminal

extension Environment {
  /// Whether the terminal is on another machine, as far as ssh tells.
  private var isRemote: Bool { self["SSH_CONNECTION"] != nil || self["SSH_TTY"] != nil }

  var escapeDelay: EscapeDelay { EscapeDelay(setting: self["ESCDELAY"], isRemote: isRemote) }

  /// A value of `ESCDELAY` that can't be used; nil where there is none.
  var uselessEscapeDelay: String? {
    self["ESCDELAY"].flatMap { EscapeDelay.isNumber($0) ? nil : $0 }
  }
}
