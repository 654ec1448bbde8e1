/// How a cell looks once role, surface and step have been looked up in a theme.
public struct ResolvedAppearance: Hashable, Sendable {
  public var foreground: Colour
  public var background: Colour
  public var attributes: Attributes

  public init(
    foreground: Colour = .terminal, background: Colour = .terminal, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

extension Theme {
  /// How a style looks in full colour.
  ///
  /// What the role leaves open comes from the surface, what that leaves open from `text`, and the
  /// rest is the terminal's own. A role with a background of its own keeps it: the surface's
  /// background and its reverse video don't affect it (a progress bar on a reversed row).
  public func appearance(of style: Style) -> ResolvedAppearance {
    var role = roles[style.role] ?? Appearance()
    // The background of `text` is the screen's, and a surface is on top of the screen.
    if style.role == .text, style.surface != nil { role.background = nil }
    let surface = style.surface.flatMap { roles[$0] } ?? Appearance()
    let base = roles[.text] ?? Appearance()
    var attributes = role.attributes
    attributes.formUnion(
      role.background == nil ? surface.attributes : surface.attributes.subtracting(.reverse))
    // On a reversed row a role's colour, or its dimness, would become a block of background: one tone
    // is legible. A row that leaves has nothing but its dimness to say so.
    let isReversed = attributes.contains(.reverse) && !role.attributes.contains(.reverse)
    if isReversed, style.role != .rowLeaving { attributes.remove(.dim) }
    if style.isPicture { attributes.remove(.underline) }
    let own = style.step.flatMap { role.gradient(at: $0) } ?? role.foreground
    let foreground = isReversed ? nil : own
    return ResolvedAppearance(
      foreground: foreground ?? surface.foreground ?? base.foreground ?? .terminal,
      background: role.background ?? surface.background ?? base.background ?? .terminal,
      attributes: attributes)
  }

  /// How a style looks on a terminal with that many colours.
  ///
  /// A terminal without colours shows only attributes, and a background that differs from the
  /// screen's own becomes reverse video there: a selected row is never invisible.
  public func appearance(of style: Style, depth: ColourDepth) -> ResolvedAppearance {
    var appearance = appearance(of: style)
    guard depth > .mono else {
      let own = roles[.text]?.background ?? .terminal
      if appearance.background != .terminal, appearance.background != own {
        appearance.attributes.insert(.reverse)
      }
      appearance.foreground = .terminal
      appearance.background = .terminal
      return appearance
    }
    return appearance.reduced(to: depth)
  }
}

extension Appearance {
  /// The colour of a step (0…100) between the stops of the gradient; nil without a gradient.
  func gradient(at step: UInt8) -> Colour? {
    guard let last = gradient.last, gradient.count > 1 else { return gradient.first }
    let position = Int(min(step, 100)) * (gradient.count - 1)
    let index = position / 100
    guard index < gradient.count - 1 else { return last }
    return gradient[index].mixed(with: gradient[index + 1], percent: position % 100)
  }
}

extension ResolvedAppearance {
  fileprivate func reduced(to depth: ColourDepth) -> ResolvedAppearance {
    var reduced = self
    reduced.foreground = foreground.nearest(in: depth)
    reduced.background = background.nearest(in: depth)
    // Eight colours have no bright half: bold stands for it, as it always has on terminals.
    if depth == .ansi8, foreground.isBright { reduced.attributes.insert(.bold) }
    if foreground != background, reduced.foreground == reduced.background,
      let light = reduced.background.isLight
    {
      reduced.foreground = light ? .indexed(0) : .indexed(7)
    }
    return reduced
  }
}
