<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" classificationMin="0" classificationMax="1" nodataColor="">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="INTERPOLATED" classificationMode="1" minimumValue="0" maximumValue="1" clip="0">
          <item value="0" color="#ffffff" alpha="0" label="0 %"/>
          <item value="0.2" color="#e3c800" alpha="40" label="20 %"/>
          <item value="0.4" color="#ffb000" alpha="110" label="40 %"/>
          <item value="0.6" color="#fe6100" alpha="160" label="60 %"/>
          <item value="0.8" color="#dc267f" alpha="200" label="80 %"/>
          <item value="1" color="#b4009e" alpha="230" label="100 %"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <rasterresampler/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
