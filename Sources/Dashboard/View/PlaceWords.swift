import Tracking
import Words

extension Facts {
  /// Where an action would be done, for the person who decides: account, region, whose credentials.
  func placeWords(_ site: Site, of id: SiteID) -> [String] {
    let account = site.account.map { "account \($0)" } ?? "an account that isn't known yet"
    let source = state.snapshot(of: id).map { $0.label.sourceWords } ?? ""
    return [account, site.region, source].filter { !$0.isEmpty }.map(Format.line)
  }
}
