import Testing

import Dragoman

@Suite struct MojibakeTests {
  @Test(arguments: [
    "Für die Tür", "Größe: 5 €", "C’est déjà l’été", "„Zitat“ – Gedanke …", "Привет, мир",
    "żółć źdźbło",
  ]) func whatWasReadAsWindows1252IsRepaired(_ text: String) throws {
    let broken = String(
      String.UnicodeScalarView(
        text.utf8.map { byte in
          Self.windows[byte] ?? Unicode.Scalar(byte)
        }))
    #expect(Mojibake.repaired(broken)?.utf8.elementsEqual(text.utf8) == true)
  }

  private static let windows: [UInt8: Unicode.Scalar] = [
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ",
    0x89: "‰", 0x8A: "Š", 0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“",
    0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›",
    0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
  ]

  @Test(arguments: [
    "Für die Tür", "« privé »", "«privé»", "Er sagte: „Das ist Spaß“", "NÃO", "SÃO PAULO", "l’été",
    "là”",
    "Ä“", "naïve café…", "Ελληνικά", "Привет", "日本語", "30 °C ± 2", "Ç’est",
  ]) func soundTextIsLeft(_ text: String) {
    #expect(Mojibake.repaired(text) == nil)
  }

  @Test func whatWasBrokenTwiceIsRepairedTwice() {
    #expect(Mojibake.repaired("fÃƒÂ¼r") == "für")
  }
}
