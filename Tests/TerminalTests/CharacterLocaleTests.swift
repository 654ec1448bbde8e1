import Testing

@testable import Terminal

@Suite struct CharacterLocaleTests {
  private func request(_ variables: [String: String]) -> CharacterLocale.Request? {
    CharacterLocale.Request(variables)
  }

  @Test func `the first variable that is not empty decides, as in the C library`() {
    let all = ["LC_ALL": "a", "LC_CTYPE": "b", "LANG": "c", "LC_TIME": "d"]
    #expect(request(all)?.name == "a")
    #expect(request(all.merging(["LC_ALL": ""]) { $1 })?.variable == "LC_CTYPE")
    #expect(request(["LC_ALL": "", "LC_CTYPE": "", "LANG": "c"])?.name == "c")
    #expect(request(["LC_ALL": "", "LC_TIME": "d", "LANGUAGE": "de"]) == nil)
    #expect(request([:]) == nil)
  }

  @Test(arguments: [
    "de_DE.UTF-8", "de_DE.utf8", "de_DE.UTF8", "de_DE.utf-8", "de_DE.Utf-8", "de_DE.utf8@euro",
    "C.UTF-8", "UTF-8", "utf8", ".UTF-8", "ca_ES.UTF-8@valencia", "xx_YY.UTF-8", "POSIX.utf8",
  ])
  func `a name asks for UTF-8 in any spelling`(name: String) {
    #expect(request(["LANG": name])?.asksForUTF8 == true)
  }

  @Test(arguments: [
    "C", "POSIX", "en_US", "en_US@euro", "de_DE.ISO-8859-1", "ja_JP.eucJP", "ru_RU.KOI8-R",
    "de_DE@utf8", "utf8_DE", "de_DE.UTF-16", "de_DE.UTF-8859", "UTF-8.C", " ",
  ])
  func `and other names don't`(name: String) {
    #expect(request(["LANG": name])?.asksForUTF8 == false)
  }
}
