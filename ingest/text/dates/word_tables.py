"""Months, weekdays and halves of a day in 85 languages, as ``spelling.plain`` writes them.

Made by tools/make_date_words.py; do not edit. Unicode CLDR (package Babel 2.18.0), Unicode License;
and lists written for this project. A blank inside a name is a low line.
"""

MONTHS = (
    (
        "ean eanair ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janaayo janar janeiro "
        "jannaayo jannar janner januar januara januari januarie january janv janvara janvaris janvier led leden ledna "
        "oca ocak saus sausio sausis sij sijecanj sijecnja sty styczen stycznia tammi tammikuu tammikuuta thang_gieng "
        "thang_mot urt urtarrila urtarrilaren urtren xan xaneiro yan yanvar yanwar ιαν ιανουαριοσ ιανουαριου "
        "нэгдүгээр_сар сту студзень студзеня січ січень січня янв январ январь января яну януари јан јанвар јануар "
        "јануари қаң қаңтар հնվ հունվար հունվարի בינואר ינואר جانفی جانواری جنو جنوری قاڭتار ژانویه کانون_الثانی "
        "ینایر जन जनवरी जाने जानेवारी জানু জানুযারী জানুৱাৰী ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ଜାନୁଆରୀ ஜன ஜனவரி జన జనవరి ಜನ "
        "ಜನವರಿ ജനു ജനുവരി ජන ජනවාරි ม_ค มกราคม ມ_ກ ມັງກອນ ဇန် ဇန်နဝါရီ იან იანვარი ጃን ጃንዋሪ មករា 一月"
    ),
    (
        "chw chwef chwefror feabh feabhra feb febbraio febr febraayo febreiro febrer febrero februar februara "
        "februari februarie februaris february fev fevereiro fevr fevral fevrier few fewral fra frar helmi helmikuu "
        "helmikuuta lut lutego luty ots otsaila otsailaren otsren peb pebrero shk shkurt sub subat thang_hai uno unor "
        "unora vas vasario vasaris veebr veebruar velj veljaca veljace φεβ φεβρουαριοσ φεβρουαριου ақп ақпан лют "
        "лютага лютии лютого люты феб фебруар фев февр феврал февраль февраля февруари хоердугаар_сар փետրվար "
        "փետրվարի փտվ בפברואר פברואר اقپان شباط فبر فبرایر فبروری فروری فوریه فیبروری فیبواری فیفری فېبروری फर फरवरी "
        "फेबरवरी फेब्रु फेब्रुअरी फेब्रुवारी ফেব ফেব্রুযারী ফেব্ৰু ফেব্ৰুৱাৰী ਫਰ ਫਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી ଫେବୃଆରୀ பிப் "
        "பிப்ரவரி ఫిబ్ర ఫిబ్రవరి ಫೆಬ್ರ ಫೆಬ್ರವರಿ ഫെബ്രു ഫെബ്രുവരി පෙබ පෙබරවාරි ก_พ กุมภาพันธ์ ກ_ພ ກຸມພາ ဖေ ဖေဖော်ဝါရီ "
        "თებ თებერვალი ፌብ ፌብሩዋሪ កុម្ភៈ 二月"
    ),
    (
        "bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maarso maart mac machi mae maerz mar marc "
        "marca march marcius marco marec maret marren mars marso mart marta martie marts martxoa martxoaren marz "
        "marzec marzo marzu maw mawrth mrt mrz ozu ozujak ozujka thang_ba μαρ μαρτιοσ μαρτιου бер березень березня "
        "гуравдугаар_сар мар март марта нау наурыз сак сакавік сакавіка մարտ մարտի մրտ במרץ מרץ اذار مار مارس مارچ مچ "
        "ناۋریز मार्च मार्चु মার্চ মাৰ্চ ਮਾਰਚ માર્ચ ମାର୍ଚ୍ଚ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് මාර් මාර්තු มี_ค "
        "มีนาคม ມ_ນ ມີນາ မတ် მარ მარტი ማርች មីនា 三月"
    ),
    (
        "abr abrell abriil abril aib aibrean api apiren apirila apirilaren apr aprel april aprila aprile aprili "
        "aprilie aprilis aprill avr avril bal balandis balandzio dub duben dubna ebr ebrill huhti huhtikuu huhtikuuta "
        "kwi kwiecien kwietnia nis nisan pri prill thang_tu tra travanj travnja απρ απριλιοσ απριλιου апр апрел "
        "апрель апреля април дөрөвдүгээр_сар квіт квітень квітня кра красавік красавіка сәу сәуір ապր ապրիլ ապրիլի "
        "אפריל באפריל ءساۋیر ابریل افریل اوریل اپر اپریل اڤریل نیسان अप्रिल अप्रेल अप्रै अप्रैल एप्रि एप्रिल এপ্রি "
        "এপ্রিল এপ্ৰিল ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ ଅପ୍ରେଲ ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ අප්රේල් เม_ย "
        "เมษายน ມ_ສ ເມສາ ဧပြီ აპრ აპრილი ኤፕሪ ኤፕሪል មេសា 四月"
    ),
    (
        "beal bealtaine geg geguze geguzes kve kveten kvetna maayo mag maggio mai maiatza maiatzaren maig maijs maio "
        "mairen maj maja majus may mayis mayo mee mei mej mejju svi svibanj svibnja thang_nam touko toukokuu "
        "toukokuuta μαι μαιοσ μαιου маи мам мамыр мая мај тавдугаар_сар тра трав травень травня трауня մայիս մայիսի "
        "մյս במאי מאי ایار مامیر مای مایو مه می میی مۍ मई मे মে ਮਈ મે ମଇ மே మే ಮೇ മേയ് මැයි พ_ค พฤษภาคม ພ_ພ ພຶດສະພາ "
        "မေ მაი მაისი ሜይ ឧសភា 五月"
    ),
    (
        "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina ekainaren ekaren giu giugno gun "
        "gunju haz haziran hun hunyo iun iunie iyn iyun jui juin jun juna june junho juni junie junij junijs junio "
        "junius juny juun juuni kesa kesakuu kesakuuta lipanj lipnja meh mehefin meith meitheamh qer qershor "
        "thang_sau xuno ιουν ιουνιοσ ιουνιου зургаадугаар_сар июн июнь июня ијн ијун мау маусым черв червень червня "
        "чэр чэрвень чэрвеня юни јун јуни հնս հունիս հունիսի ביוני יוני جوان جون حزیران ماۋسیم ژوین یونیو जुन जून জুন "
        "ਜੂਨ જૂન ଜୁନ ஜூன் జూన్ ಜೂನ್ ജൂൺ ජූනි มิ_ย มิถุนายน ມິ_ຖ ມິຖຸນາ ဇွန် ივნ ივნისი ጁን មិថុនា 六月"
    ),
    (
        "cervence cervenec cvc gor gorff gorffennaf heina heinakuu heinakuuta hul hulyo iuil iul iulie iyl iyul juil "
        "juill juillet jul jula julai julho juli julie julij julijs julio juliol julius july juuli korr korrik liep "
        "liepa liepos lipca lipiec lug luglio lul lulju luulyo srpanj srpnja tem temmuz thang_bay uzt uztaila "
        "uztailaren uztren xul xullo ιουλ ιουλιοσ ιουλιου долоодугаар_сар июл июль июля ијл ијул лип липень липня ліп "
        "ліпень ліпеня шіл шілде юли јул јули հլս հուլիս հուլիսի ביולי יולי تموز جول جولاء جولای جولایی جویلیة شیلدە "
        "ژوییه یولیو یولیوز जु जुल जुला जुलाई जुलै জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ଜୁଲାଇ ஜூலை జులై ಜುಲೈ ജൂലൈ ජූලි ก_ค "
        "กรกฎาคม ກ_ລ ဇူ ဇူလိုင် ივლ ივლისი ጁላይ កក្កដា 七月"
    ),
    (
        "abu aburen abuztua abuztuaren ag ago agost agosti agosto agu agust agustos agustus aout aug august augusta "
        "augusti augusts augustus augusztus avg avgust avq avqust awg awgust awst aww awwissu elo elokuu elokuuta "
        "gush gusht kol kolovoz kolovoza lun lunasa ogo ogos ogosto ogs rugp rugpjucio rugpjutis sie sierpien "
        "sierpnia srpen srpna thang_tam αυγ αυγουστοσ αυγουστου авг август августа ауг аугуст жні жнівень жніуня "
        "наимдугаар_сар серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט באוגוסט اب اغسطس اغشت اوت اګست اگس "
        "اگست اگسٽ تامیز غشت ݢوس अग अगस्ट अगस्त आगस्ट ऑग ऑगस्ट আগ আগষ্ট আগস্ট ਅਗ ਅਗਸਤ ઑગસ્ટ ଅଗଷ୍ଟ ஆக ஆகஸ்ட் ఆగ ఆగస్టు "
        "ಆಗ ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് අගෝ අගෝස්තු ส_ค สิงหาคม ສ_ຫ ສິງຫາ ဩဂုတ် აგვ აგვისტო ኦገስ ኦገስት សីហា 八月"
    ),
    (
        "eyl eylul ira iraila irailaren iraren mean_fomhair medi mfomh rugs rugsejis rugsejo ruj rujan rujna seb "
        "sebteembar sebtembar sen sentabr sentyabr sep sept septemba septembar september septembra septembre "
        "septembrie septembris septiembre set setembre setembro setiembre settembre settembru setyembre sht shtator "
        "syys syyskuu syyskuuta szept szeptember thang_chin wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ "
        "σεπτεμβριου вер верасень верасня верасьня вересень вересня есдүгээр_сар сен сент сентябр сентябрь сентября "
        "сентјабр сеп септ септембар септември қыр қыркүиек սեպ սեպտեմբեր սեպտեմբերի בספטמבר ספטמבר ایلول سبتمبر "
        "ستمبر سپت سپتامبر سپتمبر سیپٽمبر سیڤتیمبر سېپتمبر شتمبر شتنبر قیرکۇیەک सप्टे सप्टें सप्टेंबर सित सितंबर "
        "सितम्बर सेप्टेम्बर ছেপ্তে ছেপ্তেম্বৰ সেপ সেপ্টেঃ সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર ସେପ୍ଟେମ୍ବର செப் "
        "செப்டம்பர் సెప్టెం సెప్టెంబర్ ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ සැප් සැප්තැම්බර් ก_ย กันยายน ກ_ຍ ກັນຍາ "
        "စက် စက်တင်ဘာ სექ სექტემბერი ሴፕቴ ሴፕቴምበር កញ្ញា 九月"
    ),
    (
        "deireadh_fomhair dfomh eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre octombrie octubre okt "
        "oktabr oktoba oktobar oktober oktobra oktobris oktoobar oktoober oktubre oktyabr ott ottobre ottubru out "
        "outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio spalis tet tetor thang_muoi urr urria "
        "urriaren urrren οκτ οκτωβριοσ οκτωβριου аравдугаар_сар жовт жовтень жовтня кас кастрычнік кастрычніка окт "
        "октобар октомври октябр октябрь октября октјабр қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר באוקטובר اوکتوبر "
        "اکت اکتبر اکتوبر اڪٽوبر تشرین_الاول قازان अक्टू अक्टूबर अक्टोबर अक्तूबर आक्टोबर ऑक्टो ऑक्टोबर অক্টো অক্টোঃ "
        "অক্টোবর অক্টোবৰ ਅਕਤੂ ਅਕਤੂਬਰ ઑક્ટો ઑક્ટોબર ଅକ୍ଟୋବର அக் அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ ഒക്ടോബർ "
        "ඔක් ඔක්තෝබර් ต_ค ตุลาคม ຕ_ລ ຕຸລາ အောက် အောက်တိုဘာ ოქტ ოქტომბერი ኦክቶ ኦክቶበር តុលា 十月"
    ),
    (
        "aza azaren azaroa azaroaren kas kasim lapkr lapkricio lapkritis listopadu marras marraskuu marraskuuta nen "
        "nentor nob nobyembre nof noiembrie noofeembar nov novemba novembar november novembra novembre novembris "
        "novembro novembru noviembre noy noyabr samh samhain stu studeni studenoga tach tachwedd thang_muoi_mot νοε "
        "νοεμβριοσ νοεμβριου арван_нэгдүгээр_сар лист листопад листопада ліс лістапад лістапада нов новембар ное "
        "ноември ноя нояб ноябр ноябрь ноября ној нојабр қар қараша նոյ նոյեմբեր նոյեմբերի בנובמבר נובמבר "
        "تشرین_الثانی قاراشا نوامبر نوفمبر نوم نومبر نونبر نوۏیمبر नव नवं नवंबर नवम्बर नोभेम्बर नोव्हें नोव्हेंबर নভে "
        "নভেঃ নভেম্বর নৱে নৱেম্বৰ ਨਵੰ ਨਵੰਬਰ નવે નવેમ્બર ନଭେମ୍ବର நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം നവംബർ නොවැ "
        "නොවැම්බර් พ_ย พฤศจิกายน ພ_ຈ ພະຈິກ နို နိုဝင်ဘာ ნოე ნოემბერი ኖቬም ኖቬምበር វិច្ឆិកា 十一月"
    ),
    (
        "abe abendua abenduaren aberen ara aralik dec decembar december decembra decembre decembrie decembris "
        "decembro dek dekabr des desemba desember desembre dets detsember dez dezember dezembro dhj dhjetor dic "
        "dicembre dicembru diciembre dis diseembar disember disyembre gru grudnia grudzien gruod gruodis gruodzio "
        "joulu joulukuu joulukuuta noll nollaig pro prosinac prosinca prosince prosinec rhag rhagfyr thang_chap "
        "thang_muoi_hai δεκ δεκεμβριοσ δεκεμβριου арван_хоердугаар_сар груд грудень грудня дек декабр декабрь декабря "
        "декември дец децембар жел желтоқсан сне снежань снежня сьн сьнежань сьнежня դեկ դեկտեմբեր դեկտեմբերի בדצמבר "
        "דצמבר جەلتوقسان دجمبر دجنبر دسامبر دسم دسمبر دیسمبر دیسیمبر ڊسمبر کانون_الاول डिसं डिसंबर डिसें डिसेंबर "
        "डिसेम्बर दिस दिसंबर दिसम्बर ডিচে ডিচেম্বৰ ডিসে ডিসেঃ ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમ્બર ଡିସେମ୍ବର டிச டிசம்பர் "
        "డిసెం డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ දෙසැ දෙසැම්බර් ธ_ค ธันวาคม ທ_ວ ທັນວາ ဒီ ဒီဇင်ဘာ დეკ დეკემბერი ዲሴም "
        "ዲሴምበር ធ្នូ 十二月"
    ),
)
# Names that are two months to two languages.
MONTHS_BY_LANGUAGE = {
    "lip": {"hr": 6, "pl": 7},
    "lis": {"cs": 11, "hr": 10, "pl": 11},
    "listopad": {"cs": 11, "hr": 10, "pl": 11},
    "listopada": {"hr": 10, "pl": 11},
    "srp": {"cs": 8, "hr": 7},
}
WEEKDAYS = (
    "a ahad ahd al alhamisi an ann anna antradienis aoine ar arbaco arbc asteartea asteazkena astelehena axad axd "
    "axsami az b ba bay bazar biy biyernes budh budhwaar c car carsamba carsenbe cead ceadaoin cet cetrtek "
    "ceturtd ceturtdiena cetvrtak chor chorshanba chu cmt cn cs csutortok ct ctvrtek cum cuma cumartesi cumə czw "
    "czwartek cərsənbə dc dear deardaoin den denschdeg dg di die diel dienstag dijous dilluns dim dimanche "
    "dimarts dimecres dinsdag dissabte diumenge divendres dj dl do dom domenica domh domhnaigh domingo don "
    "donderdag donnerstag donneschdeg ds dt dum duminica dus dusenbe dush dushanba dv dydd e enj enjte erb erbgħa "
    "ertəsi esmaspaev feira fim fimmtudagur fos fostudagur fr fre fredag freideg freitag fri friday friggjadagur "
    "gim gimgħa gio giovedi guru guruwaar gwe gwen gwener h hai haoine hen hene hetfo hos hosdagur huw huwebes "
    "iau ig igandea ijumaa il is isn isniin isnin it jeu jeudi jimco jmc joi jue jueves jum juma jumaat jumamosi "
    "jumanne jumapili jumat jumatano jumatatu k kam kamis ke kedd keskiviikko keskiviikkona ketvirtadienis kha "
    "khamiis khamis khms kolmapaev kt l la larunbata lau lauantai lauantaina laugardagur laupaev laurdag ley "
    "leygardagur lin linggo llun lor lordag lr luain luan lun lundi lunedi lunes luni luns lør lørdag ma "
    "maanantai maanantaina maandag mairt man manadagur mandag mangal mangalwaar manudagur mar mardi marte martedi "
    "martes marti maw mawrth mei meindeg mer mercher mercoledi mercores mercredi merkure met mettwoch mi mie "
    "miercoles miercuri mik mikudagur min minggu mittwoch miy miyerkules mið miðvikudagur mo mon monday montag n "
    "nam ne ned nedela nedele nedelja nedjelja neljapaev nhat niedz niedziela og on ons onsdag or osteguna "
    "ostirala otrd otrdiena p pa patek pay payshanba paz pazar pazartesi pe pen penktadienis pensenbe pentek per "
    "perjantai perjantaina persembe pet petak petek pi piatek piatok piektd piektdiena pirmadienis pirmd "
    "pirmdiena pn po pon pondeli pondelok ponedeljak ponedeljek ponedjeljak poniedziałek pr pre premte pt "
    "puhapaev pzt qua quarta qui quinta r rab rabu ravi raviwaar reede s sa sab sabado sabato sabti sabtu sad "
    "sadwrn sal sali sam sambata samedi samschdeg samstag sat saterdag sath sathairn saturday sau sbti seg "
    "segunda sekmadienis sel selasa sen senbe senin sesh seshanba sestadienis sestd sestdiena sex sexta shan "
    "shanba shani shaniwaar sht shtune shukra shukrawaar sib sibt sis sisenbe sk so sob sobota som somwaar son "
    "sondag sonndeg sonntag sr sre sreda sri srijeda sroda st streda stvrtok su sub subota sul sun sunday "
    "sunnudagur sunnuntai svetd svetdiena sze szerda szo szombat sø søn søndag sənbə t talaado teisipaev ter "
    "terca th thu thursday ti tiistai tiistaina tir tirs tirsdag tis tisdag tldo tli tlieta tne tnejn to tor "
    "torek tors torsdag torstai torstaina tr treciadienis tresd tresdiena tu tue tuesday ty tys tysdag tysdagur "
    "ut utery uto utorak utorok v vasarnap ven vendredi venerdi venres vie viernes vin vineri vr vrijdag vrydag "
    "wed wednesday wo woensdag wt wtorek xov xoves yak yakshanba yek yeksenbe za zaterdag zo zondag þri "
    "þriðjudagur ħad ħadd ħam ħamis δευ δευτερα κυρ κυριακη παρ παρασκευη πεμ πεμπτη σαβ σαββατο τετ τεταρτη τρι "
    "τριτη а ау аут ауторак ахшамы б ба баасан базар беисенбі беиш беишемби бс бя бямба воскресенье вс вт вто "
    "вторник вівторок да даваа дс душ душанба душанбе дшб дүи дүисенбі дүишөмбү е ертәси жек жексенбі жекшемби жм "
    "жс жум жума жұма ишемби ишм лх лхагва мя мягмар нд нед недела неделя недеља неділя недјеља ня няд нядзеля "
    "ням пʼятниця паи паишанба пан панядзелак панҷшанбе пет петак петок петък пн пон понеделник понедельник "
    "понедељак понеділок понедјељак пт пшб пят пятница пятніца пү пүрэв саб сабота сб сеисенбі сенбі сер серада "
    "середа сеш сешанба сешанбе ср сре среда сри сриједа сряда сс суб суббота субота сшб събота сәрсенбі уто "
    "уторак ч чац чацвер чацьвер чет четвер четверг четвртак четврток четвъртък чор чоршанба чоршанбе чт чц чшб "
    "чәршәнбә ш шан шанба шанбе шарш шаршемби шеиш шеишемби шнб шәнбә якш якшанба якшанбе яшб ҷмъ ҷумъа ҹ ҹүмә "
    "երեքշաբթի երկ երկուշաբթի երք կիր կիրակի հինգշաբթի հնգ շաբաթ շբթ ուր ուրբաթ չորեքշաբթի չրք חמישי יום ראשון "
    "רביעי שבת שישי שלישי שני اتوار اثنین احد اربع الاثنین الاحد الاربعاء الثلاثاء الجمعة الخمیس السبت اونۍ اچر "
    "اڱارو بدھ بەی بەیسەنبی ثلاث ج جمعة جمعرات جمعه جمعو جمعہ جۇم جۇما جەک جەکسەنبی خمیس د درېنۍ دوشنبه دونۍ دۇی "
    "دۇیسەنبی رابو س سار سارسەنبی سبتو سهشنبه سومر سەن سەنبی سەی سەیسەنبی ش شنبه منگل پ پنجشنبه پیر پینځنۍ څلرنۍ "
    "چ چهارشنبه ڇنڇر ہفتہ ی یونۍ یکشنبه आ आइत आइतबार आर्त आर्तवार गुरु गुरुवार छंछ छंछर जु जुम जुमो बिहि बिहिबार "
    "बुध बुधबार बुधवार बु॒ध मं मंग मंगल मंगलवार मंगलु मंगळ मंगळवार मङ्गल मङ्गलबार रवि रविवार विस विस्पत शनि "
    "शनिबार शनिवार शुक्र शुक्रबार शुक्रवार सू सूमर सोम सोमबार सोमवार ॿुधर দেও দেওবাৰ বুধ বুধবার বুধবাৰ বৃহ "
    "বৃহস্পতি বৃহস্পতিবার বৃহস্পতিবাৰ মঙ্গল মঙ্গলবার মঙ্গলবাৰ রবি রবিবার শনি শনিবার শনিবাৰ শুক্র শুক্রবার শুক্ৰ "
    "শুক্ৰবাৰ সোম সোমবার সোমবাৰ ਐਤ ਐਤਵਾਰ ਬੁੱਧ ਬੁੱਧਵਾਰ ਮੰਗਲ ਮੰਗਲਵਾਰ ਵੀਰ ਵੀਰਵਾਰ ਸਨਿੱਚਰ ਸਨਿੱਚਰਵਾਰ ਸੁੱਕਰ ਸੁੱਕਰਵਾਰ ਸੋਮ "
    "ਸੋਮਵਾਰ ગુરુ ગુરુવાર બુધ બુધવાર મંગળ મંગળવાર રવિ રવિવાર શનિ શનિવાર શુક્ર શુક્રવાર સોમ સોમવાર ଗୁରୁ ଗୁରୁବାର ବୁଧ "
    "ବୁଧବାର ମଙ୍ଗଳ ମଙ୍ଗଳବାର ରବି ରବିବାର ଶନି ଶନିବାର ଶୁକ୍ର ଶୁକ୍ରବାର ସୋମ ସୋମବାର சனி செவ் செவ்வாய் ஞாயி ஞாயிறு திங் "
    "திங்கள் புத புதன் வியா வியாழன் வெள் வெள்ளி ఆది ఆదివారం గురు గురువారం బుధ బుధవారం మంగళ మంగళవారం శని శనివారం "
    "శుక్ర శుక్రవారం సోమ సోమవారం ಗುರು ಗುರುವಾರ ಬುಧ ಬುಧವಾರ ಭಾನು ಭಾನುವಾರ ಮಂಗಳ ಮಂಗಳವಾರ ಶನಿ ಶನಿವಾರ ಶುಕ್ರ ಶುಕ್ರವಾರ ಸೋಮ "
    "ಸೋಮವಾರ ചൊവ്വ ചൊവ്വാഴ്ച ഞായറാഴ്ച ഞായർ തിങ്കളാഴ്ച തിങ്കൾ ബുധനാഴ്ച ബുധൻ വെള്ളി വെള്ളിയാഴ്ച വ്യാഴം വ്യാഴാഴ്ച ശനി "
    "ശനിയാഴ്ച අඟහ අඟහරුවාදා ඉරිදා බදාදා බ්රහස් බ්රහස්පතින්දා සඳුදා සිකු සිකුරාදා සෙන සෙනසුරාදා จ พ พฤ วันจันทร์ "
    "วันพฤหัสบดี วันพุธ วันศุกร์ วันอังคาร วันอาทิตย์ วันเสาร์ ศ ส อ อา ຈັນ ພະຫັດ ພຸດ ວັນຈັນ ວັນພະຫັດ ວັນພຸດ "
    "ວັນສຸກ ວັນອັງຄານ ວັນອາທິດ ວັນເສົາ ສຸກ ອັງຄານ ອາທິດ ເສົາ ကြာသပတေး စနေ တနင်္ဂနွေ တနင်္လာ ဗုဒ္ဓဟူး သောကြာ "
    "အင်္ဂါ კვი კვირა ოთხ ოთხშაბათი ორშ ორშაბათი პარ პარასკევი სამ სამშაბათი შაბ შაბათი ხუთ ხუთშაბათი ሐሙስ ማክሰ "
    "ማክሰኞ ረቡዕ ሰኞ ቅዳሜ እሑድ ዓርብ ចន្ទ ច័ន្ទ ពុធ ព្រហ ព្រហស្បតិ៍ សុក្រ សៅរ៍ អង្គារ អាទិត្យ 周一 周三 周二 周五 周六 周四 周日 土 土曜日 "
    "日 日曜日 星期一 星期三 星期二 星期五 星期六 星期四 星期日 月 月曜日 木 木曜日 水 水曜日 火 火曜日 週一 週三 週二 週五 週六 週四 週日 金 金曜日 금 금요일 목 목요일 수 수요일 월 월요일 "
    "일 일요일 토 토요일 화 화요일"
)
# Before noon, after it, and names that may be other words.
DAY_HALVES = (
    (
        "am damanha dop dopoldne eparadites formiddag gon goon gunortadanon manha mat matin moies paradite prieksp "
        "priekspusdiena priespiet prijepodne vorm πμ ам апоуначы дп преподне претпл пријеподне проб таңкы تد ص صباحا "
        "صبحمنجهند غم قبلازظهر قظ पूर्वाह्न सुबुहजा ਪੂਦੁ ପୂର୍ବାହ୍ନ පෙව ก่อนเที่ยง ກອນທຽງ နံနက် ጥዋት 上午 午前 오전"
    ),
    (
        "datarde eftermiddag epasdites goson gson gunortadanson nachm nomettes odp pasdite pecp pecpusd pecpusdiena "
        "pm pop popiet popodne popoldne ptg soir tarde μμ апоудні пм попл поподне послијеподне пп слоб түштөнкииинки "
        "بظ بعدازظهر تک شاممنجهند غو م مساء منجهندشام अपराह्न शामजा ਬਾਦੁ ଅପରାହ୍ନ පව หลังเที่ยง ຫຼັງທຽງ ညနေ ከሰዓት 下午 午後 "
        "오후"
    ),
    ("ap ch de du eh em fh fm gd gh in ip md nm oo os pd pg rn sa tk to vm yb yh тк то тң үх үө"),
)
