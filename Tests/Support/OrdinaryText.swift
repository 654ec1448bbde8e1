/// What people type who mean no command: the commonest English words, in lines with a blank
/// between them and Enter at the end.
public enum OrdinaryText {
  /// Lines of at most eight of the commonest English words.
  public static let lines: [String] = {
    var lines: [String] = []
    var line: [Substring] = []
    for word in words.split(whereSeparator: \.isWhitespace) {
      line.append(word)
      if line.count == 8 {
        lines.append(line.joined(separator: " "))
        line = []
      }
    }
    if !line.isEmpty { lines.append(line.joined(separator: " ")) }
    return lines
  }()

  /// What is typed about exports by somebody who believes to be in the filter or at a prompt.
  public static let aboutExports = [
    "/export-daily", "export-daily", "x export-daily", "/nightly-orders yes", "yes", "y", "xy",
    "x yes y", "Yes, please cancel it", "cancel 2", "cancel 3", "x cancel 5", "nyyyyy", "c yes y",
    "Xanax yellow yoyo", "by any way you say", "exactly today", "oxygen: yes / no",
    "status=failed,canceled and bucket~lake", "progress>=50 data>100gb", "ls -la; exit", ":q!",
    "SELECT * FROM exports WHERE y = 'x';", "Why did the export next to my copy stop?",
  ]

  private static let words = """
    the be to of and a in that have I it for not on with he as you do at this but his by from they
    we say her she or an will my one all would there their what so up out if about who get which go
    me when make can like time no just him know take people into year your good some could them see
    other than then now look only come its over think also back after use two how our work first
    well way even new want because any these give day most us is was are were been has had did said
    got made went came took saw knew thought gave found told felt left put kept let began seemed
    helped showed heard played ran moved lived believed held brought happened wrote provided sat
    stood lost paid met included continued set learned changed led understood watched followed
    stopped created spoke read allowed added spent grew opened walked won offered remembered loved
    considered appeared bought waited served died sent expected built stayed fell cut reached killed
    remained suggested raised passed sold required reported decided pulled man world life hand part
    child eye woman place week case point government company number group problem fact thing person
    last long great little own old right big high different small large next early young important
    few public bad same able money story month lot study book job word business issue side kind head
    house service friend father power hour game line end member law car city community name
    president team minute idea kid body information nothing ago social later always never today
    often together yes already yet why where while again every another very too much many through
    before between under against during without however maybe exactly quickly easy system program
    question quite query export example text box next six taxi exit expect extra yard yellow yesterday
    young yourself key keyboard yearly xylophone experience explain quick quiet queue request require
    """
}
