import AWSCore
import Testing

@Suite struct UserAgentTests {
  private func words(
    _ applicationID: String? = nil, retries: Bool = false, isCustomEndpoint: Bool = false
  ) -> [String] {
    UserAgent(
      product: "exportdeck", version: "0.1", applicationID: applicationID, retries: retries,
      isCustomEndpoint: isCustomEndpoint
    ).text.split(separator: " ").map(String.init)
  }

  @Test func `its words come in the order of the form`() {
    let names = words("nightly", retries: true, isCustomEndpoint: true).map {
      String($0.prefix { $0 != "#" && $0 != "/" })
    }
    #expect(names == ["exportdeck", "ua", "os", "md", "lang", "m", "cfg", "app"])
    #expect(words()[..<2] == ["exportdeck/0.1", "ua/2.1"])
    #if os(Linux)
      #expect(words()[2].hasPrefix("os/linux#"))
    #endif
    #expect(words()[4] == "lang/swift#6.3")
  }

  @Test func `features are only those that are true`() {
    #expect(words().allSatisfy { !$0.hasPrefix("m/") && !$0.hasPrefix("cfg/") })
    #expect(words(retries: true)[5...] == ["m/E", "cfg/retry-mode#standard"])
    #expect(words(retries: true, isCustomEndpoint: true)[5] == "m/E,N")
  }

  @Test(arguments: [
    ("my app", "my-app"), ("a/b#c", "a-b-c"), ("!$%&'*+-.^_`|~,", "!$%&'*+-.^_`|~,"),
    ("é輸", "--"), ("a\r\nX: y", "a--X--y"), ("(x)", "-x-"),
    (String(repeating: "x", count: 60), String(repeating: "x", count: 50)),
  ])
  func `what the form doesn't allow becomes a dash`(applicationID: String, word: String) {
    #expect(words(applicationID).last == "app/\(word)")
  }

  @Test func `a blank application is none`() {
    #expect(words(" ").count == words().count)
  }
}
