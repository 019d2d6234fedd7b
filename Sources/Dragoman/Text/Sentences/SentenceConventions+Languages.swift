extension SentenceConventions {
  /// What stands in names, and keeps its English form in texts of other languages.
  static let international = SentenceConventions(
    neverFinal: "mr mrs ms dr prof rev vs Yahoo! Jeopardy! Joomla!",
    seldomFinal: "jr sr inc ltd co corp st")

  /// Each language's abbreviations without their last full stop.
  ///
  /// Single letters need no entry: they count as initials. Nor do abbreviations with a stop inside (`e.g.`),
  /// unless nothing can end with them.
  static let byLanguage: [String: SentenceConventions] = [
    "en": SentenceConventions(
      neverFinal: """
        mr mrs ms mx messrs mmes dr prof rev revd fr sr ste mt hon pres gov sen Rep Reps supt
        capt cpt cmdr cdr col gen lt maj sgt pvt adm brig cpl pte det insp amb asst assoc
        e.g i.e viz cf vs approx esp incl ca resp
        """,
      beforeNumber: """
        no nos p pp op vol vols fig figs ch chap sec art arts ex eq eqs ed par para pl pt ref tab app cap
        jan feb mar apr jun jul aug sep sept oct nov dec
        """,
      seldomFinal: """
        etc al inc ltd co corp bros jr esq st ft ave blvd rd dept univ est llc plc bldg assn intl
        Calif Conn Mass Penn Tenn Mich Minn Fla Ala Ariz Ark Colo Ill Ind Kan Ky Miss Mont Neb Nev Okla
        Ore Tex Va Wis Wyo
        """,
      starters: """
        The A An He She It They We You I This That These Those There Here In On At By For From With To
        But And Or So Yet If When While After Before Since As Although Though However Then Now Not No
        His Her Its Their Our My Your What Who Why How Where Which Some Many Most All Both Each
        According During Also Another Because Meanwhile
        """),
    "de": SentenceConventions(
      neverFinal: """
        z.B d.h u.U i.d.R z.T z.Zt m.E i.A o.g u.g s.o s.u
        dr prof hr fr hrn frl dipl ing mag univ st skt geb gest verst verh gen
        bzw ca vgl evtl ggf inkl exkl zzgl insb insbes bes allg ugs sog hrsg jew resp urspr
        nr nrn bd bde abb kap anm aufl bsp vs mind tel rd gegr
        lat griech engl franz dt österr schweiz amerik ital span jap russ chin poln türk
        jan feb mär apr jun jul aug sep sept okt nov dez
        """,
      beforeNumber: "s z ziff rn vers lfg fig art abs tab max min Mo Di Mi Do Sa So",
      seldomFinal: "usw etc uvm ff mio mrd tsd jh jhd jhs co jr sen str u.a u.ä v.Chr n.Chr",
      starters: """
        Der Die Das Ein Eine Er Sie Es Wir Ich Ihr Du Dies Diese Dieser Dieses Jedoch Aber Und Doch
        Denn Wenn Als Nach Seit Auch Dann Da Damit Dabei Dort Hier So Nun Man Im In Am An Auf Aus Bei
        Bis Durch Für Mit Ohne Um Unter Vom Von Vor Während Zu Zum Zur Seine Seiner Ihre Was Wer Wie Wo
        Warum Obwohl Weil Heute Außerdem Später Danach Zudem Nicht Kein Keine Alle Viele Einige Laut
        """,
      writesOrdinals: true, beforeTime: "um"),
    "nl": SentenceConventions(
      neverFinal: """
        dhr mevr mw mej drs dr ir ing mr prof ds st bijv bv b.v d.w.z o.a m.b.t t.a.v i.v.m i.p.v t.o.v
        m.n z.g zgn resp ca evt incl excl vgl geb nl vnl fam burg gebr kol gen kapt
        """,
      beforeNumber: """
        nr nrs blz pag art afb hfdst hst par fig tel p pp vol min max jan feb mrt apr jun jul aug sep sept
        okt nov dec
        """,
      seldomFinal: "enz etc e.d e.a co inc jr sr ltd n.v b.v mln mld",
      starters: """
        De Het Een Hij Zij Ze Wij We Ik Je U Dit Dat Deze Die Er Hier Daar In Op Aan Bij Door Met Na
        Naar Om Onder Over Sinds Tijdens Tot Uit Van Voor Volgens Maar En Of Als Toen Dan Nu Ook Omdat
        Hoewel Zijn Haar Hun Wat Wie Waarom Hoe Waar Niet Geen Alle Veel Sommige
        """),
    "sv": SentenceConventions(
      neverFinal: """
        t.ex dvs d.v.s bl.a bla s.k m.a.o f.d p.g.a pga fr.o.m t.o.m o.s.v resp ca c:a jfr ev inkl exkl
        dr prof st hr doc ing kand gen kapt ang obs eg egentl enl
        """,
      beforeNumber:
        "nr kap sid art st tel bil fig kl tab par jan febr feb mars apr aug sept okt nov dec",
      seldomFinal: "osv etc m.m m.fl mm mfl mkr milj mdr f.Kr e.Kr jr sr",
      starters: """
        Den Det De En Ett Han Hon Vi Jag Du Ni Detta Denna Dessa Där Här I På Av Till Från Med Men Och
        Om När Efter Under Sedan Som För Enligt Dock Nu Då Även Hans Hennes Deras Vad Vem Varför Hur Var
        Inte Ingen Alla Många
        """),
    "da": SentenceConventions(
      neverFinal: """
        f.eks fx bl.a dvs d.v.s ca evt inkl ekskl jf jvf hhv mht ifm pga vedr nr kgl hr fr frk dr prof
        st cand stud ing lic mag adm dir gen kapt lat kap afd tlf bd
        """,
      beforeNumber: """
        s kl str fig tab pkt stk jan feb mar apr jun jul aug sep sept okt nov dec man tirs ons tors fre lør
        søn
        """,
      seldomFinal: "osv etc m.m m.fl mv mm mfl mio mia kr jr sen f.Kr e.Kr",
      starters: """
        Den Det De En Et Han Hun Vi Jeg Du I Dette Denne Disse Der Her På Af Til Fra Med Men Og Hvis Når
        Efter Under Siden Som For Ifølge Dog Nu Da Også Hans Hendes Deres Hvad Hvem Hvorfor Hvordan Hvor
        Ikke Ingen Alle Mange Om
        """,
      writesOrdinals: true, beforeTime: "kl"),
    "no": SentenceConventions(
      neverFinal: """
        f.eks bl.a dvs d.v.s ca evt inkl ekskl jf jfr hhv mht ifm pga vedr nr kgl hr fr frk dr prof
        st cand stud ing mag adm dir gen kapt lat kap avd tlf bd
        """,
      beforeNumber: """
        s kl str fig tab pkt jan feb mar apr jun jul aug sep sept okt nov des man tir ons tor fre lør søn
        """,
      seldomFinal: "osv etc m.m m.fl mm mfl mill mrd kr jr sen f.Kr e.Kr",
      starters: """
        Den Det De En Et Ei Han Hun Vi Jeg Du I Dette Denne Disse Der Her På Av Til Fra Med Men Og Hvis
        Når Etter Under Siden Som For Ifølge Nå Da Også Hans Hennes Deres Hva Hvem Hvorfor Hvordan Hvor
        Ikke Ingen Alle Mange Om
        """,
      writesOrdinals: true, beforeTime: "kl"),
    "fr": SentenceConventions(
      neverFinal: """
        m mm mme mmes mlle mlles dr drs pr prof me mgr st ste sr cf c.-à-d c.à.d p.ex env boul
        éd éds coll trad dir chap fasc gén cdt lt sgt vs resp hab
        """,
      beforeNumber:
        "art p pp vol t fig no nos n tél tab ch al par janv févr avr juil sept oct nov déc",
      seldomFinal: "etc cie jr ex bd av J.-C s.a inc ltd éts",
      starters: """
        Le La Les Un Une Des Il Elle Ils Elles Nous Vous Je Tu On Ce Cet Cette Ces Cela Mais Et Ou Si
        Quand Lorsque Après Avant Depuis Dans En Sur Sous Pour Par Avec Sans Selon Puis Alors Ainsi Son
        Sa Ses Leur Leurs Mon Ma Mes Notre Votre Que Qui Pourquoi Comment Où Tous Plusieurs Cependant
        """),
    "es": SentenceConventions(
      neverFinal: """
        ee sr sra srta sres sras srs d dña dr dra drs dras prof profa lic licda ing arq abg gral cnel
        tte sgto mons pbro fr sta sto ud uds vd vds p.ej ej aprox avda av pza ctra depto dpto admón
        atte excmo excma ilmo ilma
        """,
      beforeNumber: """
        art arts núm núms no nos pág págs vol vols fig figs cap tel tfno n p pp ene feb mar abr may jun jul
        ago sept oct nov dic
        """,
      seldomFinal: "etc uu cía jr s.a a.C d.C ee.uu EE.UU ltda inc S.A",
      starters: """
        El La Los Las Un Una Unos Unas Él Ella Ellos Ellas Nosotros Yo Tú Usted Este Esta Estos Estas
        Esto Ese Esa Eso Aquel Pero Y O Si Cuando Después Antes Desde En Sobre Para Por Con Sin Según
        Luego Entonces Así Su Sus Mi Mis Nuestro Qué Quién Cómo Dónde Todos Muchos Algunos Aunque No
        Sin Además Al Del A De
        """),
    "it": SentenceConventions(
      neverFinal: """
        sig sigg sigra sig.ra sig.na dott dottssa dott.ssa dr prof profssa prof.ssa avv ing arch geom
        rag on sen gen col ten mons don s ss p.es es cfr ca circa vs gent egr spett preg
        """,
      beforeNumber: """
        n nn art artt pag pagg p pp vol voll fig figg cap tab tel sez par gen feb mar apr mag giu lug ago
        set sett ott nov dic
        """,
      seldomFinal: "ecc etc a.C d.C s.p.a s.r.l c.a jr inc",
      starters: """
        Il Lo La I Gli Le Un Uno Una Egli Ella Lui Lei Loro Noi Voi Io Tu Questo Questa Questi Queste
        Quello Quella Ciò Ma E O Se Quando Dopo Prima Da Dal Dalla In Nel Nella Su Sul Per Con Senza
        Secondo Poi Allora Così Suo Sua Mio Mia Che Chi Perché Come Dove Tutti Molti Alcuni Anche Non
        """),
    "pt": SentenceConventions(
      neverFinal: """
        sr sra srta srs sras d dr dra drs prof profa eng arq adv gen cel ten sgt mons pe frei sto
        sta séc exmo exma ilmo ilma v.exa p.ex ex aprox av r pça rod dept depto
        """,
      beforeNumber: """
        art arts n nº no núm pág págs p pp vol fig figs cap tel tab jan fev mar abr mai jun jul ago set out
        nov dez
        """,
      seldomFinal: "etc cia ltda jr a.C d.C s.a inc S.A",
      starters: """
        O A Os As Um Uma Uns Umas Ele Ela Eles Elas Nós Eu Você Este Esta Estes Estas Isto Isso Esse
        Essa Aquele Mas E Ou Se Quando Depois Antes Desde Em No Na Nos Nas Sobre Para Por Com Sem
        Segundo Então Assim Seu Sua Seus Suas Meu Minha Que Quem Como Onde Porque Todos Muitos Alguns
        Não Ao De Do Da
        """),
    "ro": SentenceConventions(
      neverFinal: """
        dl dna dra d-l d-na dr prof ing av gen col cpt lt mr st sf pr acad lect conf univ ex cca aprox
        str bd bul bl sc ap et jud com mun resp inclusiv vs
        """,
      beforeNumber: """
        nr art alin lit pag p pp vol fig cap tel tab ian feb mar apr iun iul aug sept oct nov dec
        """,
      seldomFinal: "etc ș.a ş.a a.m d.Hr î.Hr î.e.n e.n jr s.a s.r.l ș.a.m.d",
      starters: """
        El Ea Ei Ele Noi Eu Tu Voi Un O Acest Această Acesta Aceasta Aceștia Dar Și Sau Dacă Când După
        Înainte În Din De La Pe Pentru Prin Cu Fără Conform Apoi Atunci Astfel Ce Cine Cum Unde Toți
        Mulți Nu Deși Totuși
        """),
    "pl": SentenceConventions(
      neverFinal: """
        dr prof mgr inż hab lek doc ks św bp abp kard gen płk ppłk mjr kpt por ppor sierż kpr pl ul os
        tzw tzn tj np m.in ds ok ob pn płd zach wsch wg zob por red pt ww jw ang niem łac franc
        gr wł hiszp ur zm woj pow gm śp p.o
        """,
      beforeNumber: """
        min maks nr s str poz pkt ust art par rozdz tab rys t tel godz lit pon wt śr czw sob niedz
        """,
      seldomFinal: "itp itd im al in r w tys mln mld zł n.e p.n.e jr sp s.a o.o",
      starters: """
        On Ona Ono Oni One My Ja Ty Ten Ta To Te Ci Tam Tu W We Na Po Przed Od Do Z Ze Za Pod Przez Dla
        Ale I A Lub Jeśli Gdy Kiedy Jednak Potem Wtedy Teraz Jego Jej Ich Co Kto Jak Gdzie Dlaczego
        Wszyscy Nie Według Podczas Chociaż Ponieważ
        """,
      writesOrdinals: true, beforeTime: "godz godzinie"),
    "cs": SentenceConventions(
      neverFinal: """
        dr prof doc ing mgr bc mudr judr phdr rndr paeddr thdr phd arch plk pplk mjr kpt por gen sv
        tzv tzn tj např apod např resp cca ca popř příp mj zejm vč event srov viz ul nám tř nar
        zem angl něm lat franc řec rus slov hl st ml
        """,
      beforeNumber: "č čís s str odst písm čl kap sv tab obr tel roč vyd",
      seldomFinal: "atd apod aj tis mil mld Kč hod spol n.l př.n.l s.r.o a.s n.m jr st",
      starters: """
        On Ona Ono Oni My Já Ty Vy Ten Ta To Ti Ty Tento Tato Toto Tam Zde V Ve Na Po Před Od Do Z Ze Za
        Pod Přes Pro Ale A Nebo Pokud Když Jestliže Však Pak Potom Teď Jeho Její Jejich Co Kdo Jak Kde
        Proč Všichni Podle Během Ačkoli Protože Ne
        """,
      writesOrdinals: true),
    "sk": SentenceConventions(
      neverFinal: """
        dr prof doc ing mgr bc mudr judr phdr rndr paeddr phd arch plk pplk mjr kpt por gen sv tzv tzn tj
        napr resp cca ca príp popr najmä vr porov ul nám nar zom angl nem lat franc gréc rus
        """,
      beforeNumber: "č čís s str ods písm čl kap zv tab obr tel roč vyd",
      seldomFinal: "atď apod a.i tis mil mld hod spol n.l pred.n.l s.r.o a.s jr",
      starters: """
        On Ona Ono Oni My Ja Ty Vy Ten Tá To Tí Tie Tento Táto Toto Tam Tu V Vo Na Po Pred Od Do Z Zo Za
        Pod Cez Pre Ale A Alebo Ak Keď Však Potom Teraz Jeho Jej Ich Čo Kto Ako Kde Prečo Všetci Podľa
        Počas Hoci Pretože Nie
        """,
      writesOrdinals: true),
    "hr": SentenceConventions(
      neverFinal: """
        dr prof mr mag doc ing dipl g gđa gđica sv gen puk boj npr tzv tj odn tzn cca ul
        bl njem lat franc tal rus usp r.br
        """,
      beforeNumber: "br str st čl sl tab tel god toč t",
      seldomFinal: "itd i.sl sl dr tis mil mlrd kn d.o.o d.d pr.Kr po.Kr n.e jr st god",
      starters: """
        On Ona Ono Oni Mi Ja Ti Vi Taj Ta To Ovaj Ova Ovo Tamo Ovdje U Na Po Prije Od Do Iz S Sa Za Pod
        Kroz Ali A I Ili Ako Kad Kada Međutim Zatim Tada Sada Njegov Njezin Njihov Što Tko Kako Gdje Zašto
        Svi Prema Tijekom Iako Jer Ne Nakon
        """,
      writesOrdinals: true, writesStopAfterDate: true),
    "ru": SentenceConventions(
      neverFinal: """
        т.е т.к т.н т.о т.ч напр см ср тов гр акад проф доц инж канд ген полк кап лейт
        сер св ул пл просп бул наб оз пос дер обл букв прибл ок англ нем фр лат
        греч исп ит яп соч изд сост ред пер
        """,
      beforeNumber: """
        стр с гл п пп рис табл илл тт кн вып тел д кв корп мин макс янв февр фев апр авг сент сен окт нояб
        дек
        """,
      seldomFinal:
        "др пр т.д т.п г гг в вв н.э тыс млн млрд трлн руб коп долл экз чел сек э проч им ст т ч р",
      starters: """
        Он Она Оно Они Мы Я Ты Вы Этот Эта Это Эти Тот Та То Те Там Тут Здесь В Во На По До После От Из
        С Со За Под Через Для Но И А Или Если Когда Однако Затем Потом Тогда Теперь Его Её Ее Их Что Кто
        Как Где Почему Все Не Согласно Хотя Так При К У О Об
        """),
    "uk": SentenceConventions(
      neverFinal: """
        т.з т.зв тзв напр див пор тов гр ім акад проф доц інж канд ген полк кап лейт св вул пл просп
        пров бул наб оз обл букв прибл бл англ нім фр лат грец ісп іт яп рос нар пом ред упоряд пер
        """,
      beforeNumber: """
        стор с гл п пп рис табл іл тт кн вип тел буд кв мін макс січ лют бер квіт трав черв лип серп вер
        жовт лист груд
        """,
      seldomFinal:
        "ін т.д т.п т.ін р рр ст т ч н.е тис млн млрд трлн грн коп дол прим чол год хв сек",
      starters: """
        Він Вона Воно Вони Ми Я Ти Ви Цей Ця Це Ці Той Та То Ті Там Тут У В Во На По До Після Від Із З
        Зі За Під Через Для Але І Й А Або Якщо Коли Однак Потім Тоді Тепер Його Її Їх Що Хто Як Де Чому
        Усі Всі Не Згідно Хоча Так При Про
        """),
    "bg": SentenceConventions(
      neverFinal: """
        т.е т.нар напр вж срв ср им акад проф доц инж ген полк кап св ул пл бул гр с общ обл кв ж.к букв
        прибл ок англ нем фр лат исп ит рус изд ред
        """,
      beforeNumber: "стр гл чл ал т бр рис табл кн тел мин макс ян февр апр авг септ окт ноем дек",
      seldomFinal: "пр др т.н г в н.е пр.н.е пр.Хр сл.Хр хил млн млрд лв ст ч сек",
      starters: """
        Той Тя То Те Ние Аз Ти Вие Този Тази Това Тези Онзи Там Тук В Във На По До След От Из С Със За
        Под През Но И А Или Ако Когато Обаче После Тогава Сега Неговият Какво Кой Как Къде Защо Всички
        Не Според Въпреки При Към
        """),
    "el": SentenceConventions(
      neverFinal: """
        κ κα κος κκ δρ καθ αγ αρχ λ.χ π.χ δηλ βλ πρβλ περ αρ τηλ εκδ επιμ μτφρ σημ υποσ αντ στρ ταγμ
        """,
      beforeNumber: "σελ σ αρ άρθ παρ κεφ τόμ τ εικ πίν ιαν φεβ μαρ απρ αυγ σεπ οκτ νοε δεκ",
      seldomFinal: "κ.ά κλπ κ.λπ κτλ κ.τ.λ κ.ο.κ π.Χ μ.Χ π.μ μ.μ εκ δισ χιλ Α.Ε",
      starters: """
        Ο Η Το Οι Τα Ένας Μια Μία Ένα Αυτός Αυτή Αυτό Αυτοί Αυτές Εκείνος Εμείς Εγώ Εσύ Εσείς Αλλά Και
        Ή Αν Όταν Μετά Πριν Από Σε Στο Στη Στην Στον Στις Στους Για Με Χωρίς Σύμφωνα Τότε Τώρα Έτσι Τι
        Ποιος Πώς Πού Γιατί Όλοι Δεν Όμως Ωστόσο
        """),
    "tr": SentenceConventions(
      neverFinal: """
        dr prof doç yrd öğr gör Av müh mim alb bnb yzb tğm gen org korg tümg ecz uzm hz sn st örn bkz
        krş yakl çev ed ing alm fr lat mah cad sok bul apt
        """,
      beforeNumber:
        "no s sf sy md c tel şek tab böl oca şub mar nis may haz tem ağu eyl eki kas ara",
      seldomFinal: "vb vs vd m.ö m.s i.ö i.s mö ms ltd şti a.ş tic san yy jr",
      starters: """
        Bu Şu O Onlar Biz Ben Sen Siz Bunlar Ama Ve Veya Eğer Ancak Fakat Sonra Önce Daha Ayrıca Böylece
        Çünkü Burada Orada Şimdi Ne Kim Nasıl Nerede Neden Bütün Tüm Birçok Bir Her
        """,
      writesOrdinals: true),
    "fi": SentenceConventions(
      neverFinal: """
        esim ks vrt nk ns ts tms tri fil kand prof toht maist ins arkk kapt luutn evl kenr rva hra nti
        os synt syn kuol n noin eng saks ruots lat ransk ven suom puh toim suom alk yht
        """,
      beforeNumber: """
        nro s ss taul puh klo art t tammik helmik maalisk huhtik toukok kesäk heinäk elok syysk lokak
        marrask jouluk
        """,
      seldomFinal: "jne yms ym mm em eaa jaa eKr jKr milj mrd mk v kpl vs jr sen",
      starters: """
        Hän Se He Ne Me Minä Sinä Te Tämä Tuo Nämä Nuo Siellä Täällä Mutta Ja Tai Jos Kun Vaikka Koska
        Sitten Silloin Nyt Myös Useimmat Hänen Sen Heidän Mikä Mitä Kuka Miten Missä Miksi Kaikki Ei Lisäksi
        Kuitenkin
        """,
      writesOrdinals: true, beforeTime: "klo"),
    "hu": SentenceConventions(
      neverFinal: """
        dr prof id ifj özv szt ún pl ill vö ld lásd kb u.n hiv stb-t szül megh ang ném fr lat gör
        tkp eü ker krt gr br vezérőrgy ezr alezr őrgy szds fhdgy hdgy
        """,
      beforeNumber:
        "sz o old köt fej bek par tel min max jan febr feb márc ápr máj jún júl aug szept okt nov dec",
      seldomFinal: "stb kft rt zrt nyrt bt i.e i.sz kr Kr.e Kr.u m.e jr évf",
      starters: """
        A Az Egy Ő Ők Mi Én Te Ti Ez Azok Ezek Itt Ott De És Vagy Ha Amikor Azonban Majd Akkor Most Így
        Mert Mit Ki Hogyan Hol Miért Minden Sok Nem Szerint Bár Ezért Ezután
        """,
      writesOrdinals: true, writesStopAfterDate: true),
    "ko": SentenceConventions(neverFinal: "", writesOrdinals: true, writesStopAfterDate: true),
    "he": SentenceConventions(neverFinal: "מס עמ גב טל"),
    "hi": SentenceConventions(
      neverFinal: """
        डॉ श्री श्रीमती सुश्री पं प्रो कु मो मि एम एस पी आर बी सी डी एन जे टी एल ई.पू
        """),
    "ta": SentenceConventions(
      neverFinal: """
        டாக்டர் திரு திருமதி எம் ஜி கே டி பி எஸ் ஆர் சி வி என் எல் ஜே கி.மு கி.பி
        """),
    "vi": SentenceConventions(
      neverFinal: "tp ths ts pgs gs bs ks ths.bs q p đ tr tk",
      beforeNumber: "số tr tập no", seldomFinal: "v.v tcn scn s.CN t.CN"),
  ]
}
