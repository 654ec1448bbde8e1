import CNcurses
import Canvas

/// The attributes and colour pairs that ncurses needs for resolved appearances. A pair is made when
/// it is first needed.
struct ColourPairs {
  struct Ink {
    var attributes: attr_t
    var pair: Int32
    /// How a blank looks in it.
    var blank: Blank
  }

  /// A blank has no foreground, unless it is underlined or reversed. Bold is of letters, but many
  /// terminals brighten the first eight colours with it.
  struct Blank: Hashable {
    var background: Int32
    var foreground: Int32?
    var attributes: attr_t

    init(foreground: Int32, background: Int32, attributes: attr_t) {
      self.background = background
      let isMarked = attributes & (CN_REVERSE | CN_UNDERLINE) != 0
      self.foreground = isMarked ? foreground : nil
      let isBrightened = (0..<8).contains(foreground)
      self.attributes =
        !isMarked ? CN_NORMAL : isBrightened ? attributes : attributes & ~CN_BOLD
    }
  }

  private struct Pair: Hashable {
    var foreground: Int32
    var background: Int32
  }

  let depth: ColourDepth
  /// Whether the terminal can go back to its own colours; else those are taken to be white on
  /// black.
  private let hasOwnColours: Bool
  private var pairs: [Pair: Int32] = [:]
  private var inks: [Style: Ink] = [:]

  /// Call it once ncurses is up.
  init(noColour: Bool) {
    depth = noColour || !has_colors() ? .mono : Self.terminalDepth()
    guard depth > .mono else {
      hasOwnColours = true
      return
    }
    start_color()
    hasOwnColours = use_default_colors() == OK
  }

  private static func terminalDepth() -> ColourDepth {
    let colours = Int(tigetnum("colors"))
    if colours > 256, tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || cn_capability("RGB") != nil {
      return .direct
    }
    return [.indexed256, .ansi16, .ansi8].first { colours >= $0.rawValue } ?? .mono
  }

  /// Frees all pairs, for another theme.
  mutating func forget() {
    pairs = [:]
    inks = [:]
  }

  mutating func ink(for style: Style, theme: Theme) -> Ink {
    if let known = inks[style] { return known }
    let appearance = theme.appearance(of: style, depth: depth)
    let attributes = Self.attributes(appearance.attributes)
    let colours = Pair(
      foreground: number(appearance.foreground, ifOwn: COLOR_WHITE),
      background: number(appearance.background, ifOwn: COLOR_BLACK))
    let ink = Ink(
      attributes: attributes, pair: depth == .mono ? 0 : pair(colours),
      blank: Blank(
        foreground: colours.foreground, background: colours.background, attributes: attributes))
    inks[style] = ink
    return ink
  }

  private mutating func pair(_ wanted: Pair) -> Int32 {
    if let known = pairs[wanted] { return known }
    if wanted == Pair(foreground: -1, background: -1) { return 0 }
    let next = Int32(pairs.count + 1)
    guard next < cn_color_pairs(),
      init_extended_pair(next, wanted.foreground, wanted.background) == OK
    else { return 0 }
    pairs[wanted] = next
    return next
  }

  private func number(_ colour: Colour, ifOwn own: Int32) -> Int32 {
    switch colour {
    case .terminal: return hasOwnColours ? -1 : own
    case .indexed(let index): return Int32(index)
    case .rgb(let red, let green, let blue):
      let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
      // With direct colours, the first eight numbers still mean the palette.
      return value < 8 ? 0 : value
    }
  }

  private static func attributes(_ attributes: Attributes) -> attr_t {
    let known: [(Attributes, attr_t)] = [
      (.bold, CN_BOLD), (.dim, CN_DIM), (.italic, CN_ITALIC), (.underline, CN_UNDERLINE),
      (.reverse, CN_REVERSE),
    ]
    return known.reduce(CN_NORMAL) { attributes.contains($1.0) ? $0 | $1.1 : $0 }
  }
}
