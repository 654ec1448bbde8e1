import Canvas
import Support
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  private func decode(_ text: String, flushing: Bool = true) -> [Input] {
    var decoder = KeyDecoder()
    let inputs = decoder.feed(Array(text.utf8))
    return flushing && decoder.patience != nil ? inputs + decoder.flush() : inputs
  }

  @Test(
    arguments: [
      ("a", .character("a")), ("é", .character("é")), ("日", .character("日")),
      (" ", .character(" ")),
      ("\u{1}", .control("a")), ("\u{3}", .control("c")), ("\u{1A}", .control("z")),
      ("\u{0}", .control("@")), ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
      ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace), ("\u{8}", .backspace),
      ("\u{1B}", .escape), ("\u{1B}b", .alt("b")), ("\u{1B}f", .alt("f")),
      ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OC", .right),
      ("\u{1B}[D", .left), ("\u{1B}[H", .home), ("\u{1B}OF", .end), ("\u{1B}[1~", .home),
      ("\u{1B}[2~", .insert), ("\u{1B}[3~", .delete), ("\u{1B}[4~", .end), ("\u{1B}[5~", .pageUp),
      ("\u{1B}[6~", .pageDown), ("\u{1B}[7~", .home), ("\u{1B}[8~", .end), ("\u{1B}[Z", .backTab),
      ("\u{1B}OP", .function(1)), ("\u{1B}OS", .function(4)), ("\u{1B}[11~", .function(1)),
      ("\u{1B}[15~", .function(5)), ("\u{1B}[17~", .function(6)), ("\u{1B}[21~", .function(10)),
      ("\u{1B}[23~", .function(11)), ("\u{1B}[24~", .function(12)), ("\u{1B}[34~", .function(20)),
      ("\u{1B}[[A", .function(1)), ("\u{1B}[[E", .function(5)), ("\u{1B}[1;2P", .function(13)),
      ("\u{1B}[15;5~", .function(29)), ("\u{1B}[1;2A", .up), ("\u{1B}[1;5C", .alt("f")),
      ("\u{1B}[1;3D", .alt("b")), ("\u{1B}OM", .enter), ("\u{1B}Op", .character("0")),
      ("\u{1B}[27;5;99~", .control("c")), ("\u{1B}[97;3u", .alt("a")), ("\u{1B}[27u", .escape),
      ("\u{1B}[9;2u", .backTab), ("\u{1B}[13u", .enter), ("\u{1B}[127u", .backspace),
    ] as [(String, Key)])
  func `a key is known by its bytes`(_ bytes: String, key: Key) {
    #expect(decode(bytes) == [.key(key)])
  }

  /// Their letters would be commands: q quits, x cancels.
  @Test(arguments: [
    "\u{1B}[99;99q", "\u{1B}[?1;2c", "\u{1B}[12;34R", "\u{1B}[1;80R", "\u{1B}[I", "\u{1B}[1;5A",
    "\u{1B}[>0;95;0c",
    "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}]52;c;eA==\u{7}", "\u{1B}P>|xterm(370)\u{1B}\\",
    "\u{1B}P1$r0m\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}[201~", "\u{1B}[x", "\u{1B}[99~",
    "\u{1B}Oz", "\u{1B}[3;5~", "\u{1B}[\u{20}q", "\u{1B}[<0;1;1m", "\u{1B}[[x", "\u{85}", "\u{9B}A",
  ])
  func `an unknown sequence is swallowed whole`(_ bytes: String) {
    let expected: [Input] = bytes == "\u{9B}A" ? [.key(.character("A"))] : []
    #expect(decode(bytes) == expected)
    #expect(decode(bytes + "k") == expected + [.key(.character("k"))])
  }

  /// Where the program was busy, or the line slow, both come in one piece.
  @Test(
    arguments: [
      ("q", .character("q")), ("x", .character("x")), ("é", .character("é")),
      ("[", .character("[")),
      ("O", .character("O")), ("]", .character("]")), ("P", .character("P")),
      ("_", .character("_")),
      ("\u{7F}", .backspace), ("\r", .enter), ("\u{3}", .control("c")), ("日", .character("日")),
    ] as [(String, Key)])
  func `Escape and the key after it are two keys, unless they are Alt's`(_ bytes: String, key: Key)
  {
    #expect(decode("\u{1B}" + bytes) == [.key(.escape), .key(key)])
    #expect(decode("\u{1B}\u{1B}" + bytes) == [.key(.escape), .key(.escape), .key(key)])
    // A terminal that says that it was Alt is believed.
    #expect(decode("\u{1B}[113;3u") == [.key(.alt("q"))])
  }

  @Test func `what breaks a sequence off stands for itself`() {
    #expect(decode("\u{1B}[1;\u{1B}[A") == [.key(.up)])
    #expect(decode("\u{1B}[12\rx") == [.key(.enter), .key(.character("x"))])
    #expect(decode("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    #expect(decode("\u{1B}\r") == [.key(.escape), .key(.enter)])
    #expect(
      decode("\u{1B}[" + String(repeating: "1", count: 80) + "A").last == .key(.character("A")))
  }

  @Test func `any split of a stream gives the same input`() {
    let stream =
      "aé\u{1B}[A日\u{1B}OPx\u{1B}[1;5C\u{1B}[200~p\u{1B}[20x\ny\u{1B}[201~q\u{1B}[<64;5;6M\u{1B}[3~"
    let bytes = Array(stream.utf8)
    let whole = decode(stream, flushing: false)
    #expect(whole.count == 11)
    #expect(whole.contains(.paste("p[20x\ny")))
    for size in 1...bytes.count {
      var decoder = KeyDecoder()
      var inputs: [Input] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        inputs += decoder.feed(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(inputs == whole, "in pieces of \(size)")
      #expect(decoder.patience == nil)
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<60)
  func `no stream of bytes depends on how it was cut`(seed: Seed, round: Int) {
    let fragments =
      [
        "\u{1B}", "[", "O", "]", "P", "_", "\\", "~", ";", "<", "1", "20", "0~", "A", "M", "q",
        "\r", "\u{7}",
        "é", "日", "\u{1B}[200~", "\u{1B}[201~", "\u{9B}", "\u{7F}",
      ].map { Array($0.utf8) } + [[0xC3], [0x80], [0xFF], [0xE2, 0x82]]
    var random = seed.generator("bytes \(round)")
    let bytes = (0..<60).flatMap { _ in random.pick(fragments) }
    var whole = KeyDecoder()
    let expected = whole.feed(bytes)
    var pieces = KeyDecoder()
    var inputs: [Input] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let size = Int.random(in: 1...5, using: &random)
      inputs += pieces.feed(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    #expect(inputs == expected)
    #expect(pieces.patience == whole.patience)
    #expect(pieces.flush() == whole.flush())
  }

  @Test func `only what may go on is waited for`() {
    var decoder = KeyDecoder()
    #expect(decoder.patience == nil)
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.patience == EscapeDelay.nearby.duration)
    #expect(decoder.feed(Array("[5".utf8)) == [])
    #expect(decoder.feed(Array("~".utf8)) == [.key(.pageUp)])
    #expect(decoder.patience == nil)
    #expect(decoder.feed([0xC3]) == [])
    #expect(decoder.patience == nil, "half a letter is no key, whatever the time")
    #expect(decoder.feed([0xA9]) == [.key(.character("é"))])
    #expect(decoder.feed(Array("\u{1B}[1;".utf8)) == [])
    #expect(decoder.flush() == [])
    #expect(decoder.feed(Array("A".utf8)) == [.key(.character("A"))])
  }

  @Test func `bytes that are no UTF-8 are swallowed`() {
    var decoder = KeyDecoder()
    let bytes: [UInt8] = [0xFF, 0x61, 0xC3, 0x62, 0x80, 0xE2, 0x82, 0x63, 0xED, 0xA0, 0x80, 0x64]
    let keys = decoder.feed(bytes)
    #expect(keys == ["a", "b", "c", "d"].map { .key(.character($0)) })
  }

  @Test func `a mark joins the letter before it`() {
    #expect(decode("e\u{301}x") == [.key(.character("e\u{301}")), .key(.character("x"))])
    #expect(decode("👩\u{200D}💻").count == 1)
    #expect(decode("日本").count == 2)
    #expect(decode("ab").count == 2)
  }

  @Test func `clicks and the wheel have places, releases none`() {
    let at = Point(column: 9, row: 4)
    #expect(decode("\u{1B}[<0;10;5M\u{1B}[<0;10;5m") == [.mouse(Mouse(action: .press, at: at))])
    #expect(decode("\u{1B}[<64;10;5M") == [.mouse(Mouse(action: .wheelUp, at: at))])
    #expect(decode("\u{1B}[<69;10;5M") == [.mouse(Mouse(action: .wheelDown, at: at))])
    #expect(decode("\u{1B}[M *%") == [.mouse(Mouse(action: .press, at: at))])
    #expect(decode("\u{1B}[<2;10;5M") == [])
  }
}
