import Testing
import Tracking
import Words

@Suite struct ConsoleAddressTests {
  @Test(arguments: [
    ("https://rds.eu-west-1.amazonaws.com", "eu-west-1", "aws", "eu-west-1.console.aws.amazon.com"),
    ("https://rds.eu-west-1.api.aws/", "eu-west-1", "aws", "eu-west-1.console.aws.amazon.com"),
    (
      "https://vpce-1.rds.eu-west-1.vpce.amazonaws.com:443", "eu-west-1", "aws",
      "eu-west-1.console.aws.amazon.com"
    ),
    (
      "https://rds.cn-north-1.amazonaws.com.cn", "cn-north-1", "aws-cn",
      "cn-north-1.console.amazonaws.cn"
    ),
    (
      "https://rds.us-gov-west-1.amazonaws.com", "us-gov-west-1", "aws-us-gov",
      "us-gov-west-1.console.amazonaws-us-gov.com"
    ),
  ])
  func `each partition has its own`(
    endpoint: String, region: String, partition: String, host: String
  ) {
    let site = Site(endpoint: endpoint, region: region, partition: partition, account: nil)
    #expect(
      site.consoleAddress
        == "https://\(host)/rds/home?region=\(region)#snapshots-list:tab=exporttos3")
  }

  @Test(arguments: [
    ("http://127.0.0.1:4566", "eu-west-1", "aws"),
    ("https://rds.eu-west-1.amazonaws.com.example.org", "eu-west-1", "aws"),
    ("https://example.org/x.amazonaws.com", "eu-west-1", "aws"),
    ("https://rds.us-iso-east-1.c2s.ic.gov", "us-iso-east-1", "aws-iso"),
    ("https://rds.x.amazonaws.com", "x&y", "aws"), ("nonsense", "eu-west-1", "aws"),
  ])
  func `what isn't AWS's own has none`(endpoint: String, region: String, partition: String) {
    let site = Site(endpoint: endpoint, region: region, partition: partition, account: nil)
    #expect(site.consoleAddress == nil)
  }
}
