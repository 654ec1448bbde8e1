import Canvas
import Foundation

/// How well colours stand out from each other, by WCAG 2.
enum ThemeContrast {
  /// 1…21; nil where one of the colours is the terminal's to choose.
  static func ratio(_ left: Colour, _ right: Colour) -> Double? {
    guard let left = luminance(left), let right = luminance(right) else { return nil }
    return (max(left, right) + 0.05) / (min(left, right) + 0.05)
  }

  private static func luminance(_ colour: Colour) -> Double? {
    guard case .rgb(let red, let green, let blue) = colour else { return nil }
    func linear(_ value: UInt8) -> Double {
      let share = Double(value) / 255
      return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
