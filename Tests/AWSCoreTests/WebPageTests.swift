import Testing

@testable import AWSCore

@Suite struct WebPageTests {
  static let pages: [(body: String, title: String?)] = [
    ("<html><head><title>502 Bad Gateway</title></head>", "502 Bad Gateway"),
    (
      "\u{FEFF}\n  <!DOCTYPE HTML>\n<HTML><HEAD>\n<TITLE id=a>\n Log in\n to \u{1B}[2JWi-Fi</TITLE>",
      "Log in to [2JWi-Fi"
    ),
    ("<!-- made by a proxy --><html><body>Blocked", nil),
    ("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\"><html/>", nil),
    ("<head><title>A &amp;lt; B &quot;C&quot;</title>", "A &lt; B \"C\""),
    ("<center><h1>403 Forbidden</h1>", nil), ("<title></title>", nil), ("<html", nil),
    ("<html><title>key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</title>", "key (hidden)"),
  ]

  @Test(arguments: pages.indices)
  func `a web page is said to be one, with its title`(index: Int) {
    let (body, title) = Self.pages[index]
    let words = "a web page came instead of an answer from AWS: a proxy or a login page?"
    #expect(
      WebPage.words(in: Array(body.utf8)) == words + (title.map { " Its title: \($0)" } ?? ""))
  }

  @Test(
    arguments: [
      "", " ", "<", "<!", "<!--", "<?xml", "no page <html>", "{\"a\":\"<html>\"}",
      "<ErrorResponse><Error><Code>X</Code></Error></ErrorResponse>",
      "<?xml version=\"1.0\"?><DescribeExportTasksResponse/>",
    ])
  func `anything else is no page`(body: String) {
    #expect(WebPage.words(in: Array(body.utf8)) == nil)
  }

  @Test func `no error shows a page's source, whatever the protocol`() {
    let page = Array("<html><body>Access denied by policy</body></html>".utf8)
    let response = HTTPResponse(status: 403, body: page)
    for fault in [
      QueryErrorReader.fault(status: 403, headers: [], body: page), JSONErrorReader.fault(response),
    ] {
      #expect(fault.code == "HTTP 403")
      #expect(!fault.description.contains("<"))
      #expect(fault.advice.contains("browser"))
    }
  }
}
