import Testing

@testable import AWSCore

struct SecretMaskTests {
  private let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

  @Test(arguments: [
    "Authorization: AWS4-HMAC-SHA256 Credential=AKID/x, SignedHeaders=host, Signature=SECRET",
    "authorization: Bearer SECRET",
    "x-amz-security-token: SECRET",
    "X-aws-ec2-metadata-token: SECRET",
    "x-amz-sso_bearer_token: SECRET",
    "Proxy-Authorization: Basic SECRET",
    "aws_secret_access_key = SECRET",
    "AWS_SESSION_TOKEN=SECRET",
    #"{"SecretAccessKey": "SECRET", "Version": 1}"#,
    #"{"accessToken":"SECRET","expiresAt":"x"}"#,
    #"{"refreshToken":"SECRET"}"#,
    #"{"clientSecret" : "SECRET"}"#,
    "DPoP: SECRET",
    #"{"dpopKey":"-----BEGIN EC PRIVATE KEY-----\nSECRET\n-----END EC PRIVATE KEY-----\n"}"#,
    #"{"accessToken":{"accessKeyId":"ASIA","secretAccessKey":"SECRET","sessionToken":"SECRET"}}"#,
    #"{"Token":"SECRET"}"#,
    "Action=AssumeRoleWithWebIdentity&WebIdentityToken=SECRET&Version=2011-06-15",
    "Action=AssumeRole&TokenCode=SECRET&SerialNumber=x",
    "<SecretAccessKey>SECRET</SecretAccessKey>",
    "<SessionToken>SECRET</SessionToken>",
    "https://h/?X-Amz-Signature=SECRET&X-Amz-Date=1",
    "https://ana:SECRET@proxy.example:3128/",
    "the proxy http://SECRET@10.0.0.1:80 refuses",
  ])
  func `hides what stands where a secret stands`(_ text: String) {
    let masked = SecretMask().masked(text.replacing("SECRET", with: secret))
    #expect(!masked.contains(secret))
    #expect(!masked.contains("EXAMPLEKEY"))
    #expect(masked.contains("(hidden)"))
  }

  @Test func `hides what programs and servers print, in every form`() {
    for (name, text) in MarkedSecrets.forms {
      let masked = SecretMask(hidesBareKeys: true).masked(text)
      #expect(MarkedSecrets.leak(in: masked) == nil, "\(name): \(masked)")
      #expect(masked.contains("(hidden)"))
    }
  }

  @Test(arguments: [0, 1, 2, 3])
  func `hides a request that a server echoes inside strings of JSON`(depth: Int) {
    var text = #"{"clientSecret":"SECRET","grantType":"refresh_token","refreshToken": "SECRET"}"#
      .replacing("SECRET", with: secret)
    for _ in 0..<depth {
      text = "{\"m\":\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"}"
    }
    let masked = SecretMask().masked(text)
    #expect(!masked.contains("EXAMPLEKEY"), "\(masked)")
    #expect(masked.contains("grantType"))
  }

  @Test func `hides a known value wherever it is`() {
    let mask = SecretMask(environment: Environment(variables: ["AWS_SECRET_ACCESS_KEY": secret]))
    #expect(mask.masked("said \(secret)!") == "said (hidden)!")
    #expect(SecretMask(known: ["a"]).masked("a word") == "a word")
  }

  @Test func `leaves what is no secret`() {
    for text in [
      "POST https://rds.eu-west-1.amazonaws.com/ DescribeExportTasks 200 in 34 ms",
      "nextToken is unknown here", "arn:aws:iam::123456789012:role/ops",
      "SignatureDoesNotMatch: the request signature doesn't match",
      "The security token included in the request is expired",
      "Signature expired: 20261122T120000Z is now earlier than 20261122T121500Z (… - 5 min.)",
      "no session; run `vault login` for /home/me/.config/Vault/Profile1/key-of-mine",
      "</SessionToken> was read",
    ] {
      #expect(SecretMask().masked(text) == text)
      #expect(SecretMask(hidesBareKeys: true).masked(text) == text)
    }
  }

  @Test func `what is hidden already is not hidden twice`() {
    #expect(
      SecretMask().masked("X-Amz-Security-Token: \(secret)") == "X-Amz-Security-Token: (hidden)")
  }

  /// A pattern that is tried from each letter to the last takes minutes here.
  @Test(.timeLimit(.minutes(15)), arguments: ["a", "secret_", "a.", "Token", "http:/"])
  func `a long word costs no more than its letters`(word: String) {
    let text = String(repeating: word, count: 10_000 / word.count)
    #expect(SecretMask().masked("\(text) token=hush-hush") == "\(text) token=(hidden)")
  }

  @Test func `a longer secret that begins with a shorter one is hidden as a whole`() {
    let mask = SecretMask(known: ["abcdefgh", "abcdefghijkl"])
    #expect(mask.masked("x abcdefghijkl y") == "x (hidden) y")
  }
}
