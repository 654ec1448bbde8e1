import Canvas

/// The theme in use, and how to change it.
@MainActor
final class ThemeChoice {
  private(set) var current: Theme
  private let load: (String) throws -> Theme

  init(current: Theme = .builtIn, load: @escaping (String) throws -> Theme) {
    self.current = current
    self.load = load
  }

  /// Changes to a theme.
  /// - Returns: What is wrong with it, naming file, line and role; then the current one stays.
  func use(_ name: String) -> String? {
    do {
      current = try load(name)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
