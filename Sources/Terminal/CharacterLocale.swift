import CNcurses

/// Which characters the C library, and so ncurses, can show: what the environment asks for, as far
/// as it is installed.
public struct CharacterLocale {
  /// What the environment asks for.
  public nonisolated struct Request: Hashable, Sendable {
    /// `LC_ALL`, `LC_CTYPE` or `LANG`: the first that is not empty decides.
    public let variable: String
    public let name: String

    /// Nil where none of the variables is set.
    public init?(_ variables: [String: String]) {
      for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
        guard let name = variables[variable], !name.isEmpty else { continue }
        (self.variable, self.name) = (variable, name)
        return
      }
      return nil
    }

    /// Whether the name asks for UTF-8, spelled in any way that the C library takes: `de_DE.UTF-8`,
    /// `de_DE.utf8@euro`, and `UTF-8` alone, which macOS sends along with ssh.
    var asksForUTF8: Bool {
      let plain = name.prefix { $0 != "@" }
      let codeset = plain.firstIndex(of: ".").map { plain[plain.index(after: $0)...] } ?? plain
      return codeset.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) } == "utf8"
    }
  }

  /// What takes the place of a UTF-8 locale that is not installed. It has every character, and
  /// nothing else of a locale matters here.
  nonisolated static let standIn = "C.UTF-8"

  public let request: Request?
  /// What took effect, by the C library's name.
  public let name: String
  public let isUTF8: Bool
  /// Whether something else took effect than what was asked for.
  public let isStandIn: Bool

  /// Makes it the locale of the process's characters, before a screen is opened.
  public static func adopt(_ request: Request?) -> CharacterLocale {
    // Without one, and where it isn't installed, it is C, as in every program.
    var isAsAsked = cn_set_locale(request?.name ?? "C")
    if !isAsAsked { _ = cn_set_locale("C") }
    if request?.asksForUTF8 == true, !cn_is_utf8(), cn_set_locale(standIn) { isAsAsked = false }
    return CharacterLocale(
      request: request, name: String(cString: cn_locale()), isUTF8: cn_is_utf8(),
      isStandIn: !isAsAsked)
  }
}
