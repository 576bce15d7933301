import type { JWK } from "jose";

/**
 * PUBLIC TEST KEYS. They are private keys by form only: everyone has them, so a signature by one of them proves nothing. Never
 * register them with a real service. They are fixed because WebCrypto cannot make an RSA key from a seed, and RSA because its
 * signatures (RS256) are the same each time. The ids are their thumbprints (RFC 7638), followed by a number from the
 * second turn of a key on.
 */
export const PUBLIC_TEST_KEYS: readonly [JWK, JWK, JWK, JWK] = [
  {
    kty: "RSA",
    kid: "hJzmOUpOszbAwG6-8-ZnOOSo-K3bnLZruG1WxtUF-lY",
    alg: "RS256",
    use: "sig",
    n: "wS4chIl_cuJs9H1_MJV_EartvGPr-PGRauFDSxBaKFRMEAOivRg9XDnabG86lhhQ_DjL6iGsvqRETXIhiOdcDkiBcyyhO8KJ1rFyrEFWDvHdRFfiKWaEld16T_fRvvugWW815EYNeouKnLQ468dALGknCtLQLoO8CppcvSDC9ao0TnllSrIRz8vOuf7Tcbul-sSTRqEuR_N2TnDZOlsSAyQfp5ZuqnVC_jXRmj8h8ITLnml6Cd9fZ4ccWnXdAhqolJX2jG9Q1EgFvcsgJOiHrIjpzeqCEz0XKozBtJ65x3i_jrRRjmqxKsJURHX8t5UJIB-EvsuDf3wk6qLH0FgcEw",
    e: "AQAB",
    d: "E_mJIFk5UO9BtdweIS9sFq8WavLoDPMphqQpOaNEt0PUI5nEo4nUmmsu_yRXKfr0sMfMqfZ2brX8jAd_mTDXD3EG1ZppR40bhJQPl-kflWcD6pOtwnsjvX1LruYgjX9mOqkpqONndGLmX8Kw2gxdwdnTnCZlOVIMyQniCfpPvmf_c_RUZa3Zs5jp-glQS1_KGjwdpih-rO1x0VvSjV5_DOvstzNgiyBDKZbCRFETRTJfX28vwWEgRqepFhZ9lQiprkgIKUDLslMtsHNFfUIU_1p1cMa0LfOArJB64DLpoziwKDdql75L7aDoc6kR61xgIZ0cmPHknmf-UUC7J6B46Q",
    p: "69u_nSVPIyOdiZyOBe5DVyMh9yk2RHf4WUSWmkGLL5zVEL7Tn6sMR2k3WkG9M9p962urnQipwyeCfy7mpuazhHsZ7pw-y_vyljBAjDmYIT2suT86gqhnui3XD35QH4cxLlREUmSffkE2_jjJlp4f41ALb3VN1m1d8npgL8199ok",
    q: "0a1YjD_SSU2Uy65E37JF84htGisgHrQ6jTn-qr6E9JyO9DIaStUk7zJSZQVO7U0jlYm9wv4KYwtNQE2rcZZD7JZjXUk2z5CKxvcmbn_VhM8GUcr0ytzgjz9rUHSvlXeXsr2ZPPr0JLEcV6reEsiVX0-MwXmtN37bSM_8nT-rVrs",
    dp: "Jkq3ATxdbMcLfJv-MthL9omtqgL23IbduyB3kvOxNTmxHdbdZL7Qb4eVhQHHRfPjHaWNZyFQ7m4rsZpbuB0caBXUT_jt-RAegmOzFxECseLhd_Hb_fp5XLC0ib9oIrZANdVYgkfz3PuZggyWLe3eH3mPYbkZugZnikZz907VdIE",
    dq: "UOIes1N3SiGsUXnzRZueklhBRgP2ywFZSNtjWvhNj5LJLngZXl6kdcUitad7j9ze6jONSSf4V8anUTPk-9cscpp80CKLCzzF3ATBBYU4l5fI50p0bcEQuxGK0ymABhdxJFkxQK3J-lF8DnFyYyqPPIoSURwf7rV337mjyAEkljs",
    qi: "HOx3v-T0_bzTzavCqwCktmiB6L5KUNeS6lXe4DHdTgdbwD8RlXj0OwYVLex3DvsbNIh6zp0Vi5Mx-J5DP5Av2b2H2bVGMr3xbMupSp4SsgOPZ2xgXS9uvFg0qB9Z8ek9KAZjzd2ViN94YsVFD0yP1PP08llftOwH0puiwfGBsdQ",
  },
  {
    kty: "RSA",
    kid: "5LStyF3Zd2EAFywy6ACoE0dCxqHed88MZNduO_KHv5s",
    alg: "RS256",
    use: "sig",
    n: "xik2M1B5M6HlF4n0F9XLd0yp2jedkEtkkpClk5pjqsPOhuQcpndfrsrIIljeWmCMf3XGUulMRDkgTIMKrkX9OX7wwULv-lKh5oZw4B10gs7Zj7_1oZy1vSLPJvbJEEXJG4GkZj-5D6vZMk2B2DwdB0Gpg-k3Cd-3ok3kywQyX7X7Riei_MzZcwo2r0r2RH3LnaN22_Ip_LnrraqDTIyTXc618w8jUiyLKK5ax3jBfHzRXGX1Dfc-80G61roTdo9AlndVYBa2PDOp3FVXk239fScAKmEzPaN7N0UW20nBIbl9vb6M_8l8FydCxU1LfaO-V756V-xHAPr9YxtR32Eqbw",
    e: "AQAB",
    d: "AZqizC6KFJ9qXdLpjWnXIEuYEmKh3WGm2kLefD_jL6YvHUtqafSMaztL_G8wuZWPfZaj-NbXnbPCravf4cJCRv1ekInsrF-P3PBYqI_EeiyXeUDqCZldpT7LY3ra7M1Lz_OwM32vj09qTixvcSMnbwAaka1JG0Ta1S8BO514lOq-COWsfIRBzjx2_WxEYeamgRVtLuAd3Rf1oh57OPZl61mlqR7F51wKc2Qz7cvg37cq16UYtj0ZR9VZ0vP5-dVDFbttjnQB3mG7EuWCyQze-dBM9bKnFtmL-ccPvvqDJAljxPw5q2RP26Fg2XdzvDG3Mu2rQSYC_slxBVQsX9SxpQ",
    p: "91IHtPNgq-jT0VCkcon7M8ZnxjgZ9KE0vxLJTH4-C0QW-6HR-74Lpp6gwjPiCT8n2VwF58NHnmk0zRCsSvQpB-RCj0m6jaLH9jcbuPY6afkLJOJd5nXkZex6a4lo5EhlB49lwmUUvN0YpxCziB_PSsMsTz2qX6Yjx5o3u2Ug-zU",
    q: "zR2GSh1U2_1qKZYFbqfqY9opdxG5c0P1vk0htniX8Dbhdt7nPykGrz-qCIgZp0314DSFhQwLTg26F9nvaoBarfY9zZ_cH7m0WVg3HnbDIFXj_Q-9blE2HouttDpZci3Di3ljVUjro4HYVFxjItfxNzC-edk5Y7ZRJnQa_A4fn5M",
    dp: "ITdxNYpid3RDzp8IFyIVDPUexu6N_d8Q2IDLbGygJJ82fwFS1H7Hzc8MREj3mMpUrcrAOEpv-gSjRM9ydHaqdBbiIaCDX7Z3KMhp_sODQOxj5MZKWkOHM3E5V-wSnGZku0k1H5C34k3Hm9iQZD3xd1cTQmlD0qjbsVkzFwYUEek",
    dq: "Bk2n-NMZ7oDFKG4B0Lq8S0FDEPOsfUxTWvvH03G1SZ6GIz8KYDiEihIsyYJVN3z_11oF2GbcWhO16lG6N82l-76be5w0CY2Na0l4uCjyKiY5kWdQbPl17k5gki9Q3F9nqPub_9zz0NyGp2EHcuSr9wQ6dkgkqVnK-KGMyr4sXp0",
    qi: "MzIQYY9VMTbscza19HybND0dVJs4cE5UFiApruUocFaC90T66En3JZt-yRqQn1COoLCIM8hQ1fyX-x-1idiznFc6UhyzpSrvOwhAvKKYhLd5FatWxRC2qv8ipBcF2T2nMBI5q42QoO1ZkaeBrhbjYc8Ht_1FszloZc05_9qm62k",
  },
  {
    kty: "RSA",
    kid: "7F7poR2a0bnJdMcY44GsmmRzk3BWqlOmMiDDVc0jW-8",
    alg: "RS256",
    use: "sig",
    n: "nbdqybCPOkuUQ7Q9R7r7AzQtphmHIwvNzE61uEzD5ZfBEgIEz-G2xJ0vY_dQHMS9Rv5iCb1jt4vlX1v0xPa5PUWEPIb9gGn5m3icrso5M1U_BDJhuoMETB3NRMmptm3ga2K-diF79CnhcMcxpDfjZUN_sncW0f7_HFaCukPz3hAqReAphmebBNSYDiLQyX3kLqQeOvEgJbfwfR62OcEw_FQKqr53KsNn1Mu5xnxJknf2rk-FGfjPVry8mzWCR5cY0gZG8IGEuKYu_nfkolKuqZUP_Kmp2lBD5sV2nyGrffMO01RjxtWgSLUx47wKUF2Of89p9T6ZQ-RJi5w3JHSjbQ",
    e: "AQAB",
    d: "DTMlp920Dw_2R7hVDKTUj08Vpvop-j_pqHjJ8rPSDWwnB4fNuUxNzKTPK5GuTcoVgVSXBfOo3drChrmegcGYfU1NJPezTcUQ0_dDPcnFAcvXq1VAIqkGegxgeqpaHt-RUcuA30gsJKJAsPyq5fCbgoUksd4PteGenlOLO2WmimY0SEe4C_yvJijxS48pcKYVKjSumDXhvxSKzbwoF9Wu-TBy38klxVISv329cDjvgHu03JZNZ1OC-FiFcanKwzRssibgAOLIbBzIrU4V2y292qTMvlpcbqUBNASKlST80KHUpe1vPc_LVfKs3NcFcLcPJPWIfa-NBt2QaRFmib_vgQ",
    p: "0jvlrUZrFnsYk-BPnpbN3gng5XmmPuHR5bS9bu8jvHbIMY9VjU4e6EXUiWl-naDQxG40PJdnDH-btR8wGRpgYr7KIefvMvDy5blaAM9VD6HsK0N0yafYKroYL77LJI9A9u8MZrmn3eJvclr6TPg6EfmEkjlJ8lhu2zIQLoOhUs0",
    q: "wAzHXQoje61vT8_l6XGr4PqH6PMd47Go0BonCfbBKzRoyzv8g3CmLN_rhiZF4yNlgvsF9Eh3PLWkSGXLPJqzAWDHRNQrBK58yEMq53PMDaBXqjBPfUArp84tLcfyvh4J0zNjPMuCLvjq7o5o3JSmXQUGHpK93yQXgzrMae8S0yE",
    dp: "jIe9X7ZSnxRpuW-XyUrFEkdILhzDJAWPaR0IA7-XA8Pizj4h0fMGdf03tSLvoC5_Xs7L3DTYjWI_kzLl0-HtzBP8ye1f14140Fa18xSkp251j_Xne2TW-riqsj-3Sxj3NBlXENPJgmh6Vta5ufmz15ATLitdYsH6WEt-xZj3nYE",
    dq: "WmZpfaklFLWJ3PbOkXlZX7huO0AdRK2--d4lnDITsYOlBG2DKlffUOZCVk4zvXxO7z28CsYFooUaBJ4t8aQcOLzWb9azPSvpPtcnHfXLCmr8ePbuo9WN9xo89_zTjZxUIZ9hyh89c2DmLU7Jm3M5cDXKMKAAUkYJ71LBH-hSYyE",
    qi: "eN-X6UcDCb5t7I_nohOCnDleLjfgHLp5N7vw5yFlaTy3NbmUbsd6ugcfsZ3tQwdvQyOlPn7JH5Honnur-5Ve0uJEbJtEqkxDu14fBESc1KWLmV5w-Gk_hoUrh2bTxAZAdxCm4hgmqGO74TSwJ6BEXs6ecF2rOR67iytSs5vwb9g",
  },
  {
    kty: "RSA",
    kid: "zwPc3lT1kYGOsXMGj8AYaH5hOOKgGL4E8-Glaz-Jg6Y",
    alg: "RS256",
    use: "sig",
    n: "7TrLGjs83nC8t4bqy5ogfxuhDnlshjf_u5B7IQO2naBCdaffva3AeZ8egRW3RCE3Y-BHb3rgOELo8t-Iowg1VTh-_N9lSZEevBiwfH_90P5tj3HpkEFDn0uksJYjnjVtV0pBMUqOwWrsIq_0AhUVjyePvPVGGcSUwJrfByc_1uO97jLBmxRzpOHtjA2F4KymiSaXiU1zCZZZEZQounhPcXL4m3vUt2vL1L8iuMvNRBrW0k9tm1d0vnKGa4kTDFzH-N-THWe40w3-LohCXs7CmYPu36Z2rnQxbinCtWDe2to4c38ecvTfvGM7uEnMHiUNLEYcS-ZwQTFGZT5vHQVaVw",
    e: "AQAB",
    d: "aCQhORi8NeJD1kVyGYNFtMcKQvJnA9zddReOFgYtSrEpu8DAZeI61qlVmNFRrKTwTfYNJhFJESm-XbBnqTpXP1wX0ya2rj74wRYNk_oUEIVAz3HwWJVt_CYW3DZs2G0X3PQJ_nt-g8ZOd0PK2Ics-bUiUo9SAMndi1fxhJBkZA6pxstfcjwz7xe3CqWfr7K_DshfxrmvRRBeXx7IZUtigaIvgwQ1BLKduCGpsLSNV5vFApshzVojxP2rL_e4an_tUCDoZpuVkQq2xjnNUgJk_BuYr2GzZTTatDjwoM6yucd1rizgBpRICqwcg1nZx-qoR2HGxqT6iuEsKlw4jMkaAQ",
    p: "_P1egw36cCUXF4Gj6z1SrEBLBihQOOSX1nmEBbPc4wPMBkiDVXguYcGwa3NN3Aaq8EcJnZe5zyHlvW-gSToX0V29IsyLABl1Ylez-unpB4N90Z-zNYw7nzZYQqK8-VrPX275AmUZvIwshznQHAFJ0uDYY8OHhmrCmxEwYG8R8dc",
    q: "8A1q41SsMOvxk9XM-ciBnwLw5pPtUTg8NwkPMqsHfAtf7di2Zrc1RxkYjxD5DoyRQ13EKarrY5hNNw62Qt60udAzgC077iloav9q4CaUDf6d1q3AAw1TbTW9Rq6T2S5NYAqkDxpvbbqGebMmMgKVyOVrbHeuFCQG2qKWLFrTy4E",
    dp: "MxI6-B3kRqtWJAqpup1giSFZg96zgyiydjuFqVkL6FAl6cbNrH1cb6OYJ7jZKOe3rlXI3SV5_xSKullEdEPj9wIDYnkEPnrlNXsa_DYoMroatiyVEuRCTPu9iYYsu_HXFx7h6dfbADMT8iB7oIuqCYYWaN1aCIqYypEHwQ_rAXU",
    dq: "gYtMHogoMHJzuQsNBdMdmFk29cforwcA_9ZEvFwtutRMnYdwz7eY6dhyN2q6bQ6QqeElJjNVujaLnOW0mBulPg1MbaR7jggMkIlr_LD0_yRju2GimEMNvYbdsRIvOWnSWb0EUh46-eVKAs0aFKzudi7QrQVdDQNwK3bIQgF2AIE",
    qi: "Jmsr8WJC2RRSiVzBuWvtyG0g6boz_RVL7SBmMc8RhsiV_8Rk5rBEdjYVK5yMji0CxSR7almrFHMFLfHc6zHwPqabX2-AugTfsy82uIutfMPVtLDSsv2yw06H4bKNJnE8L_BOytGDEMkYeeCT7qx1Ws5WiIYE_uOlfSeiFCgc3oI",
  },
];
