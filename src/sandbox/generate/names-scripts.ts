import type { Culture } from './names.ts';

/** Names in other scripts, each followed by the Latin spelling that its owner uses in addresses. */
export const OTHER_SCRIPTS: readonly Culture[] = [
  {
    locale: 'uk-UA',
    country: 'UA',
    timezone: 'Europe/Kyiv',
    cities: 'Київ=Kyiv,Львів=Lviv,Одеса=Odesa',
    given:
      'Олена=olena,Тарас=taras,Ірина=iryna,Богдан=bohdan,Наталія=nataliia,Юрій=yurii,Соломія=solomiia,Андрій=andrii,Марія=mariia,Дмитро=dmytro',
    family:
      'Шевченко=shevchenko,Бондар=bondar,Коваль=koval,Мельник=melnyk,Ткачук=tkachuk,Лисенко=lysenko,Гнатюк=hnatiuk,Зінченко=zinchenko,Яремчук=yaremchuk,Їжак=yizhak',
  },
  {
    locale: 'bg-BG',
    country: 'BG',
    timezone: 'Europe/Sofia',
    cities: 'София=Sofia,Бургас=Burgas,Варна=Varna',
    given:
      'Ивана=ivana,Георги=georgi,Десислава=desislava,Петър=petar,Радка=radka,Стоян=stoyan,Цвета=tsveta,Борис=boris',
    family:
      'Иванов=ivanov,Петров=petrov,Димитров=dimitrov,Колев=kolev,Стоянов=stoyanov,Желев=zhelev,Чолаков=cholakov,Щерев=shterev',
  },
  {
    locale: 'el-GR',
    country: 'GR',
    timezone: 'Europe/Athens',
    cities: 'Αθήνα=Athina,Πάτρα=Patra,Βόλος=Volos',
    given:
      'Ελένη=eleni,Γιώργος=giorgos,Δήμητρα=dimitra,Νίκος=nikos,Άννα=anna,Θανάσης=thanasis,Χριστίνα=christina,Σπύρος=spyros,Ιωάννα=ioanna,Στέλιος=stelios',
    family:
      'Παπαδόπουλος=papadopoulos,Βλάχος=vlachos,Αγγελίδης=angelidis,Ψαρρός=psarros,Ξένος=xenos,Κωνσταντίνου=konstantinou,Θεοδώρου=theodorou,Ρήγας=rigas',
  },
  {
    locale: 'zh-CN',
    country: 'CN',
    timezone: 'Asia/Shanghai',
    cities: '北京=Beijing,上海=Shanghai,宝鸡=Baoji',
    familyFirst: true,
    given:
      '伟=wei,芳=fang,秀英=xiuying,敏=min,强=qiang,丽娜=lina,建国=jianguo,晓明=xiaoming,雪=xue,子涵=zihan',
    family: '王=wang,李=li,张=zhang,刘=liu,陈=chen,欧阳=ouyang,赵=zhao,黄=huang,周=zhou,吕=lyu',
  },
  {
    locale: 'ja-JP',
    country: 'JP',
    timezone: 'Asia/Tokyo',
    cities: '東京=Tokyo,別府=Beppu,大阪=Osaka',
    familyFirst: true,
    given:
      '翔太=shota,さくら=sakura,健一=kenichi,美咲=misaki,大輔=daisuke,ひかり=hikari,蓮=ren,結衣=yui,マリ=mari,拓海=takumi',
    family:
      '佐藤=sato,鈴木=suzuki,高橋=takahashi,渡辺=watanabe,小林=kobayashi,齋藤=saito,長谷川=hasegawa,辻=tsuji,大野=ono,五十嵐=igarashi',
  },
  {
    locale: 'ar-EG',
    country: 'EG',
    timezone: 'Africa/Cairo',
    cities: 'القاهرة=Cairo,الإسكندرية=Alexandria,بورسعيد=Port Said',
    given:
      'محمد=mohamed,فاطمة=fatma,يوسف=youssef,مريم=mariam,أحمد=ahmed,نور=nour,خالد=khaled,ليلى=laila,عمر=omar,هدى=hoda',
    family:
      'حسن=hassan,إبراهيم=ibrahim,السيد=elsayed,منصور=mansour,عبد الله=abdallah,فاروق=farouk,سليمان=soliman,القاضي=elkady',
  },
  {
    locale: 'hi-IN',
    country: 'IN',
    timezone: 'Asia/Kolkata',
    cities: 'बेंगलुरु=Bengaluru,भोपाल=Bhopal,पुणे=Pune',
    given:
      'आरव=aarav,प्रिया=priya,रोहन=rohan,दीपिका=deepika,अर्जुन=arjun,कविता=kavita,विक्रम=vikram,मीरा=meera,संजय=sanjay,अनन्या=ananya',
    family:
      'शर्मा=sharma,पटेल=patel,गुप्ता=gupta,सिंह=singh,अय्यर=iyer,जोशी=joshi,मिश्रा=mishra,देशपांडे=deshpande,रेड्डी=reddy,बोस=bose',
  },
  {
    locale: 'ko-KR',
    country: 'KR',
    timezone: 'Asia/Seoul',
    cities: '서울=Seoul,부산=Busan,부천=Bucheon',
    familyFirst: true,
    given: '민준=minjun,서연=seoyeon,지훈=jihun,하은=haeun,도윤=doyun,수빈=subin,예준=yejun,지우=jiwoo',
    family: '김=kim,이=lee,박=park,최=choi,정=jung,강=kang,윤=yoon,남궁=namgung',
  },
];
