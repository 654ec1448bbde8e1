import Canvas

/// What a filter can say, for the help.
extension Facts {
  var filterMeanings: [(example: String, meaning: String)] {
    [
      ("orders failed", "words side by side must all fit; or, !, parentheses and quotes work"),
      ("status=failed,stalled", "any of them; != none of them"),
      ("source~orders id~/^n/", "what contains a text, or fits a pattern"),
      ("data>100gb elapsed>1d", "numbers with their units: progress, data, age, elapsed"),
      ("elapsed>usual", "what has taken longer than earlier runs of its series"),
      (
        "started>=20:00",
        "since it was last 20:00: today, or yesterday where that is still to come today"
      ),
      ("ended>=yesterday", "days: today, yesterday, mon to sun (the last one), 2026-11-22"),
      (
        "started=tonight",
        "from \(state.settings.tonight) until the same time on the next day"
      ),
      ("ended<1h", "less than an hour ago; > is longer ago"),
      ("eta<30m eta<06:00", "expected to end within 30 minutes, and before it is 06:00 next"),
    ]
  }
}
