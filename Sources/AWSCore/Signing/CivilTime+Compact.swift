/// The forms in which Signature Version 4 writes a moment, in whole seconds.
extension CivilTime {
  /// `20150830`
  var compactDay: String { padded(year, 4) + padded(month, 2) + padded(day, 2) }

  /// `20150830T123600Z`, the form of `X-Amz-Date`.
  var compact: String {
    compactDay + "T" + padded(hour, 2) + padded(minute, 2) + padded(second, 2) + "Z"
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
