/// Reduces colours for terminals that have fewer.
///
/// The user can set the 16 colours of the terminal's palette to anything. To measure distances,
/// xterm's values are assumed.
extension Colour {
  /// The colour, or the nearest one that a terminal of this depth has.
  public func nearest(in depth: ColourDepth) -> Colour {
    switch (self, depth) {
    case (.terminal, _), (_, .direct): return self
    case (_, .mono): return .terminal
    case (.indexed(let index), _) where Int(index) < depth.rawValue: return self
    // The bright half of the 16 becomes the plain half, drawn bold. Bright black would vanish on
    // black.
    case (.indexed(let index), .ansi8) where index < 16: return .indexed(index == 8 ? 7 : index - 8)
    default:
      guard let wanted = components else { return .terminal }
      // The user may have changed the first 16, so with 256 colours they are not candidates.
      let candidates = depth == .indexed256 ? 16..<256 : 0..<depth.rawValue
      let best = candidates.min {
        wanted.distance(to: Self.palette[$0]) < wanted.distance(to: Self.palette[$1])
      }
      return best.map { .indexed(UInt8($0)) } ?? .terminal
    }
  }

  /// Red, green and blue as xterm shows the colour; nil for the terminal's own.
  var components: Components? {
    switch self {
    case .terminal: nil
    case .indexed(let index): Self.palette[Int(index)]
    case .rgb(let red, let green, let blue):
      Components(red: Int(red), green: Int(green), blue: Int(blue))
    }
  }

  var isLight: Bool? { components.map { $0.luminance > 127 } }

  /// Whether it is one of the bright half of the 16, apart from grey.
  var isBright: Bool {
    if case .indexed(9...15) = self { return true }
    return false
  }

  /// The colour `percent` of the way to another. If one of the two is not an RGB colour, and so may
  /// look like anything, it is the nearer of the two.
  func mixed(with other: Colour, percent: Int) -> Colour {
    let nearer = percent < 50 ? self : other
    guard case .rgb = self, case .rgb = other, let from = components, let to = other.components
    else { return nearer }
    func mix(_ start: Int, _ end: Int) -> UInt8 {
      UInt8(clamping: start + (end - start) * percent / 100)
    }
    return .rgb(
      red: mix(from.red, to.red), green: mix(from.green, to.green), blue: mix(from.blue, to.blue))
  }

  struct Components {
    var red: Int
    var green: Int
    var blue: Int

    /// 0…255, by the weights of Rec. 601.
    var luminance: Int { (299 * red + 587 * green + 114 * blue) / 1000 }

    /// The "redmean" distance: close to what the eye sees, and integers are enough for it.
    func distance(to other: Components) -> Int {
      let mean = (red + other.red) / 2
      let (r, g, b) = (red - other.red, green - other.green, blue - other.blue)
      return ((512 + mean) * r * r) / 256 + 4 * g * g + ((767 - mean) * b * b) / 256
    }
  }

  /// xterm's 256 colours: the 16, a cube of 6 × 6 × 6 and 24 greys.
  private static let palette: [Components] = {
    let named: [UInt32] = [
      0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
      0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
    let levels = [0, 95, 135, 175, 215, 255]
    let first = named.map {
      Components(red: Int($0 >> 16), green: Int($0 >> 8 & 0xFF), blue: Int($0 & 0xFF))
    }
    let cube = (0..<216).map {
      Components(red: levels[$0 / 36], green: levels[$0 / 6 % 6], blue: levels[$0 % 6])
    }
    let greys = (0..<24).map { Components(red: 8 + 10 * $0, green: 8 + 10 * $0, blue: 8 + 10 * $0) }
    return first + cube + greys
  }()
}
