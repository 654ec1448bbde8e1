/// The signs on the screen, in Unicode and in ASCII.
struct Signs: Sendable {
  let unicode: Bool

  var selected: String { unicode ? "▌" : ">" }
  var mark: String { unicode ? "●" : "*" }
  var changed: String { unicode ? "◆" : "#" }
  var rule: Unicode.Scalar { unicode ? "─" : "-" }
  var upright: Unicode.Scalar { unicode ? "│" : "|" }
  /// The same around the part of the screen that has the keys.
  var strongRule: Unicode.Scalar { unicode ? "━" : "=" }
  var strongUpright: Unicode.Scalar { unicode ? "┃" : "|" }
  var bullet: String { unicode ? "•" : "-" }
  /// Something that stands for more than itself.
  var folded: String { unicode ? "▸" : "+" }
  var moreLeft: String { unicode ? "‹" : "<" }
  var moreRight: String { unicode ? "›" : ">" }
  var ascending: String { unicode ? "▲" : "^" }
  var descending: String { unicode ? "▼" : "v" }
  var above: String { unicode ? "↑" : "^" }
  var below: String { unicode ? "↓" : "v" }
  var caret: String { unicode ? "▲" : "^" }
  var live: String { unicode ? "●" : "*" }
  var waiting: String { unicode ? "◌" : "." }
  var paused: String { unicode ? "○" : "o" }
  var trouble: String { unicode ? "✖" : "!" }
  var warning: String { unicode ? "⚠" : "!" }
  var success: String { unicode ? "✔" : "+" }
  var note: String { unicode ? "•" : "-" }
  var slotUsed: String { unicode ? "■" : "#" }
  var slotFree: String { unicode ? "□" : "." }
  var restoring: String { unicode ? "▒" : "~" }
  var corners: (topLeft: String, topRight: String, bottomLeft: String, bottomRight: String) {
    unicode ? ("╭", "╮", "╰", "╯") : ("+", "+", "+", "+")
  }
  var thumb: Unicode.Scalar { unicode ? "┃" : "|" }

  /// The program's own words for a screen that may show only ASCII: punctuation with a plain
  /// spelling is spelled plainly, the rest is left to the painter.
  func spelled(_ text: String) -> String {
    guard !unicode, text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    var plain = ""
    for character in text {
      switch character {
      case "…": plain += "..."
      case "·": plain += "|"
      case "–", "—": plain += "-"
      case "’", "‘": plain += "'"
      case "“", "”": plain += "\""
      case "→": plain += "->"
      case "×": plain += "x"
      default: plain.append(character)
      }
    }
    return plain
  }
}
